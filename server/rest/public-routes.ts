import type { Route } from './route';
import type { RouteDeps } from './routes';
import { agentRoutes } from './v1/convai/agents';
import { branchRoutes } from './v1/convai/branches';
import { conversationRoutes } from './v1/convai/conversation';
import { conversationsRoutes } from './v1/convai/conversations';
import { llmRoutes } from './v1/convai/llm';
import { mergeProposalRoutes } from './v1/convai/merge-proposals';
import { procedureRoutes } from './v1/convai/procedures';
import { modelRoutes } from './v1/models';
import { userRoutes } from './v1/user';
import { voiceRoutes } from './v1/voices';

/** Every route of the official list that there is here. */
export function publicRoutes(deps: RouteDeps): readonly Route[] {
  return [
    ...agentRoutes(deps),
    ...branchRoutes(),
    ...mergeProposalRoutes(),
    ...procedureRoutes(),
    ...conversationRoutes(deps),
    ...conversationsRoutes(deps),
    ...llmRoutes(deps),
    ...modelRoutes(deps),
    ...userRoutes(deps),
    ...voiceRoutes(deps),
  ];
}
