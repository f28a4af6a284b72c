import type { JobHandler } from '../handler';
import { analyseConversationHandler, discoverTopicsHandler } from './analyse-conversation';
import { deliverWebhookHandler } from './deliver-webhook';
import { eraseWhatIsDueHandler } from './erase-what-is-due';
import { knowledgeHandlers } from './knowledge';
import { measureConversationsHandler } from './measure-conversations';
import { placeBatchHandler } from './place-batch-calls';
import { runAgentTestHandler } from './run-agent-test';
import { tidyUpHandler } from './tidy-up';
import { transcribeFileHandler } from './transcribe-file';

/** Every job there is has its handler here. */
export const handlers: readonly JobHandler[] = [
  ...knowledgeHandlers,
  analyseConversationHandler,
  deliverWebhookHandler,
  discoverTopicsHandler,
  eraseWhatIsDueHandler,
  measureConversationsHandler,
  placeBatchHandler,
  runAgentTestHandler,
  tidyUpHandler,
  transcribeFileHandler,
];
