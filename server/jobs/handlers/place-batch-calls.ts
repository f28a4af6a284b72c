import { placeBatch, runBatch } from '../../domain/batch-calls/batch-calls';
import { handleInWorkspace } from '../handler';

export const placeBatchHandler = handleInWorkspace(placeBatch, (scope, { batchId }, { signal }) => runBatch(scope, batchId, signal));
