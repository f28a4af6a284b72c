import { AppError } from '../../../lib/app-error';
import { WorkerClient } from '../../../lib/worker-client';
import { knowledgeLimits } from '../../../contracts/knowledge';
import type { ExtractionRequest, ExtractionResult } from './document-text';

const limitMs = 60_000;
/** A document that needs more is refused rather than allowed to take the process down. */
const memory = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 };
const mostWaiting = 20;

/** A thread is replaced after so many documents: what libraries leave behind goes with it. */
const documentsAThread = 25;

let waiting = 0;
let queue: Promise<unknown> = Promise.resolve();
let thread: { readonly worker: WorkerClient; documents: number } | undefined;

/** Reads a document in a thread of its own, one after another. Throws `bad_request` with why it cannot be read. */
export async function extractText(request: Omit<ExtractionRequest, 'maxLength'>): Promise<Extract<ExtractionResult, { ok: true }>> {
  if (request.bytes.length > knowledgeLimits.fileBytes) throw new AppError('too_large', `A file may have ${knowledgeLimits.fileBytes / 1_048_576} MB at most.`);
  if (waiting >= mostWaiting) throw new AppError('rate_limited', 'Many documents are being read at the moment. Try again soon.');
  waiting++;
  const turn = queue.then(() => readOne({ ...request, maxLength: knowledgeLimits.textLength }));
  queue = turn.catch(() => undefined);
  try {
    const result = await turn;
    if (result.ok) return result;
    throw new AppError(result.problem === 'too-long' ? 'too_large' : 'bad_request', `The document cannot be read. ${result.detail}`);
  } finally {
    waiting--;
  }
}

async function readOne(request: ExtractionRequest): Promise<ExtractionResult> {
  thread =
    thread?.worker.isAlive === true ? thread : { worker: new WorkerClient(new URL('./extract.worker.ts', import.meta.url), undefined, memory), documents: 0 };
  const { worker } = thread;
  thread.documents++;
  let isUsable = false;
  try {
    const result = await worker.call<ExtractionResult>('extract', request, { timeoutMs: limitMs });
    isUsable = thread.documents < documentsAThread;
    return result;
  } catch (cause) {
    throw new AppError('bad_request', 'The document cannot be read within the limits of time and memory.', { cause });
  } finally {
    if (!isUsable) {
      thread = undefined;
      await worker.terminate();
    }
  }
}
