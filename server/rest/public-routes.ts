import type { Route } from './route';
import type { RouteDeps } from './routes';
import { agentRoutes } from './v1/convai/agents';
import { branchRoutes } from './v1/convai/branches';
import { conversationRoutes } from './v1/convai/conversation';
import { conversationsRoutes } from './v1/convai/conversations';
import { llmRoutes } from './v1/convai/llm';
import { mergeProposalRoutes } from './v1/convai/merge-proposals';
import { procedureRoutes } from './v1/convai/procedures';
import { environmentVariableRoutes } from './v1/convai/environment-variables';
import { secretRoutes } from './v1/convai/secrets';
import { toolRoutes } from './v1/convai/tools';
import { modelRoutes } from './v1/models';
import { userRoutes } from './v1/user';
import { voiceRoutes } from './v1/voices';
import { authConnectionRoutes } from './v1/workspace/auth-connections';

/** Every route of the official list that there is here. */
export function publicRoutes(deps: RouteDeps): readonly Route[] {
  return [
    ...agentRoutes(deps),
    ...branchRoutes(),
    ...mergeProposalRoutes(),
    ...procedureRoutes(),
    ...authConnectionRoutes(deps),
    ...conversationRoutes(deps),
    ...conversationsRoutes(deps),
    ...environmentVariableRoutes(),
    ...llmRoutes(deps),
    ...modelRoutes(deps),
    ...secretRoutes(deps),
    ...toolRoutes(),
    ...userRoutes(deps),
    ...voiceRoutes(deps),
  ];
}
