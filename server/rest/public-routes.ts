import type { Route } from './route';
import type { RouteDeps } from './routes';
import { agentFileRoutes } from './v1/convai/agent-files';
import { agentRoutes } from './v1/convai/agents';
import { batchCallingRoutes } from './v1/convai/batch-calling';
import { branchRoutes } from './v1/convai/branches';
import { callRoutes } from './v1/convai/calls';
import { conversationRoutes } from './v1/convai/conversation';
import { conversationTagRoutes } from './v1/convai/conversation-tags';
import { conversationsRoutes } from './v1/convai/conversations';
import { environmentVariableRoutes } from './v1/convai/environment-variables';
import { knowledgeRoutes } from './v1/convai/knowledge-base';
import { llmRoutes } from './v1/convai/llm';
import { mergeProposalRoutes } from './v1/convai/merge-proposals';
import { phoneNumberRoutes } from './v1/convai/phone-numbers';
import { procedureRoutes } from './v1/convai/procedures';
import { mcpServerRoutes } from './v1/convai/mcp-servers';
import { secretRoutes } from './v1/convai/secrets';
import { settingsRoutes } from './v1/convai/settings';
import { toolRoutes } from './v1/convai/tools';
import { simulateRoutes } from './v1/convai/simulate-conversation';
import { testInvocationRoutes } from './v1/convai/test-invocations';
import { testRoutes } from './v1/convai/tests';
import { triageTicketRoutes } from './v1/convai/triage-tickets';
import { topicRoutes } from './v1/convai/topics';
import { conversationUserRoutes } from './v1/convai/users';
import { modelRoutes } from './v1/models';
import { pronunciationRoutes } from './v1/pronunciation-dictionaries';
import { serviceAccountRoutes } from './v1/service-accounts';
import { singleUseTokenRoutes } from './v1/single-use-token';
import { speechEngineRoutes } from './v1/speech-engine';
import { speechToTextRoutes } from './v1/speech-to-text';
import { textToSpeechRoutes } from './v1/text-to-speech';
import { usageRoutes } from './v1/usage';
import { userRoutes } from './v1/user';
import { voiceRoutes } from './v1/voices';
import { authConnectionRoutes } from './v1/workspace/auth-connections';
import { workspaceGroupRoutes } from './v1/workspace/groups';
import { workspaceMemberRoutes } from './v1/workspace/members';
import { webhookRoutes } from './v1/webhooks';

/** Every route of the official list that there is here, in the order of their files. */
export function publicRoutes(deps: RouteDeps): readonly Route[] {
  return [
    ...agentFileRoutes(deps),
    ...agentRoutes(deps),
    ...batchCallingRoutes(deps),
    ...branchRoutes(),
    ...callRoutes(deps),
    ...conversationRoutes(deps),
    ...conversationTagRoutes(),
    ...conversationUserRoutes(),
    ...topicRoutes(),
    ...conversationsRoutes(deps),
    ...environmentVariableRoutes(),
    ...knowledgeRoutes(deps),
    ...llmRoutes(deps),
    ...mcpServerRoutes(deps),
    ...mergeProposalRoutes(),
    ...phoneNumberRoutes(deps),
    ...procedureRoutes(),
    ...secretRoutes(deps),
    ...settingsRoutes(deps),
    ...toolRoutes(),
    ...triageTicketRoutes(),
    ...modelRoutes(deps),
    ...pronunciationRoutes(deps),
    ...serviceAccountRoutes(deps),
    ...singleUseTokenRoutes(deps),
    ...speechEngineRoutes(deps),
    ...speechToTextRoutes(deps),
    ...textToSpeechRoutes(deps),
    ...usageRoutes(deps),
    ...userRoutes(deps),
    ...voiceRoutes(deps),
    ...authConnectionRoutes(deps),
    ...workspaceGroupRoutes(deps),
    ...workspaceMemberRoutes(deps),
    ...simulateRoutes(deps),
    ...testInvocationRoutes(deps),
    ...testRoutes(),
    ...webhookRoutes(deps),
  ];
}
