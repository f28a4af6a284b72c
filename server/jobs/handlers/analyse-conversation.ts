import { labOf } from '../../domain/evaluations/agent-lab';
import { analyseConversation } from '../../domain/evaluations/analyse-conversation';
import { finishWithoutAnalysis } from '../../domain/conversations/close-conversation';
import { announceConversation } from '../../domain/webhooks/announce-conversation';
import { analyseConversationJob } from '../definitions';
import { handleInWorkspace } from '../handler';

export const analyseConversationHandler = handleInWorkspace(
  analyseConversationJob,
  async (scope, { conversationId }, { services, signal }) => {
    const { agentId, status } = await analyseConversation(scope, { conversationId, judgeOf: labOf(services).judgeOf, signal });
    services.tellOfConversation?.(scope.workspaceId, { conversationId, agentId, status, kind: 'ended' });
    await announceConversation(scope, conversationId, services.jobs);
  },
  (scope, { conversationId }) => finishWithoutAnalysis(scope, conversationId),
);
