import type { JobHandler } from '../handler';
import { knowledgeHandlers } from './knowledge';
import { placeBatchHandler } from './place-batch-calls';
import { tidyUpHandler } from './tidy-up';
import { transcribeFileHandler } from './transcribe-file';

/** Every job there is has its handler here. */
export const handlers: readonly JobHandler[] = [...knowledgeHandlers, placeBatchHandler, tidyUpHandler, transcribeFileHandler];
