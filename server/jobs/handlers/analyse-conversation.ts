import { labOf } from '../../domain/evaluations/agent-lab';
import { analyseConversation } from '../../domain/evaluations/analyse-conversation';
import { finishWithoutAnalysis } from '../../domain/conversations/close-conversation';
import { announceConversation } from '../../domain/webhooks/announce-conversation';
import { discoverTopics } from '../../domain/topics/discover-topics';
import { analyseConversationJob, discoverTopicsJob } from '../definitions';
import { handleInWorkspace } from '../handler';

/** Many conversations that end together are grouped once. */
const topicsAfterMs = 60_000;

export const analyseConversationHandler = handleInWorkspace(
  analyseConversationJob,
  async (scope, { conversationId }, { services, signal }) => {
    const { agentId, status } = await analyseConversation(scope, { conversationId, judgeOf: labOf(services).judgeOf, signal });
    services.tellOfConversation?.(scope.workspaceId, { conversationId, agentId, status, kind: 'ended' });
    await announceConversation(scope, conversationId, services.jobs);
    await services.jobs.enqueue(discoverTopicsJob, { workspaceId: scope.workspaceId, agentId }, { key: agentId, delayMs: topicsAfterMs });
  },
  (scope, { conversationId }) => finishWithoutAnalysis(scope, conversationId),
);

export const discoverTopicsHandler = handleInWorkspace(discoverTopicsJob, (scope, { agentId }, { services, signal }) =>
  discoverTopics(scope, { agentId, engine: services.knowledge, signal }),
);
