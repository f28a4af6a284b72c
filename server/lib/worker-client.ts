import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ResourceLimits, type TransferListItem, Worker } from 'node:worker_threads';
import { ExitGuard } from './exit-guard';
import { guardMethod, type WorkerAnswer, type WorkerRequest } from './serve-worker';

export interface CallOptions {
  readonly transfer?: readonly TransferListItem[];
  /** The call fails after this long; the worker is not stopped by it. */
  readonly timeoutMs?: number;
}

interface WaitingCall {
  resolve(value: unknown): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout | undefined;
}

/** Calls functions that a worker thread serves with `serveWorker`. When the thread dies, every waiting call fails and `onExit` is told once. */
export class WorkerClient {
  onEvent: ((name: string, payload: unknown) => void) | undefined;
  onExit: ((error: Error) => void) | undefined;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, WaitingCall>();
  readonly #guard = new ExitGuard();
  #lastId = 0;
  #gone: Error | undefined;

  /** `source` is the worker's TypeScript file as seen from the caller: `new URL('./x.worker.ts', import.meta.url)`. A thread that needs more than `resourceLimits` ends. */
  constructor(source: URL, workerData?: unknown, resourceLimits?: ResourceLimits) {
    const entry = workerEntry(source);
    this.#worker = new Worker(entry.url, { workerData, execArgv: entry.execArgv, ...(resourceLimits === undefined ? {} : { resourceLimits }) });
    this.#worker.unref();
    this.#worker.on('message', (answer: WorkerAnswer) => this.#take(answer));
    this.#worker.on('error', (error) => this.#end(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', (code) => {
      this.#guard.release();
      this.#end(new Error(`worker thread ended with code ${code}`));
    });
    this.#post({ id: 0, method: guardMethod, argument: this.#guard.cells });
  }

  get isAlive(): boolean {
    return this.#gone === undefined;
  }

  call<T>(method: string, argument: unknown, options: CallOptions = {}): Promise<T> {
    if (this.#gone !== undefined) return Promise.reject(this.#gone);
    const id = ++this.#lastId;
    return new Promise<T>((resolve, reject) => {
      const { timeoutMs } = options;
      const timer =
        timeoutMs === undefined
          ? undefined
          : setTimeout(() => {
              this.#forget(id);
              reject(new Error(`worker gave no answer to ${method} within ${timeoutMs} ms`));
            }, timeoutMs);
      // The answer's type is the contract between two files of ours.
      this.#waiting.set(id, { resolve: (value) => resolve(value as T), reject, timer });
      // A process that waits for nothing but a running call must wait for it.
      if (this.#waiting.size === 1) this.#worker.ref();
      this.#post({ id, method, argument }, options.transfer);
    });
  }

  /** A call without an answer. */
  notify(method: string, argument: unknown, transfer?: readonly TransferListItem[]): void {
    if (this.#gone === undefined) this.#post({ id: 0, method, argument }, transfer);
  }

  /** Ends the thread, after a run of it that must not be cut short (`uncut`). */
  async terminate(): Promise<void> {
    this.onExit = undefined;
    this.#end(new Error('worker thread was stopped'));
    await this.#guard.quiet();
    await this.#worker.terminate();
  }

  #post(request: WorkerRequest, transfer: readonly TransferListItem[] = []): void {
    this.#worker.postMessage(request, [...transfer]);
  }

  #take(answer: WorkerAnswer): void {
    if ('event' in answer) {
      this.onEvent?.(answer.event, answer.payload);
      return;
    }
    const call = this.#forget(answer.id);
    if (call === undefined) return;
    if ('error' in answer) call.reject(new Error(answer.error));
    else call.resolve(answer.value);
  }

  #forget(id: number): WaitingCall | undefined {
    const call = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (call?.timer !== undefined) clearTimeout(call.timer);
    if (this.#waiting.size === 0) this.#worker.unref();
    return call;
  }

  #end(error: Error): void {
    if (this.#gone !== undefined) return;
    this.#gone = error;
    for (const id of [...this.#waiting.keys()]) this.#forget(id)?.reject(error);
    this.onExit?.(error);
  }
}

/** In the source tree a worker is its TypeScript file, run through tsx; in the bundle it is `<name>.worker.mjs` beside the bundle. */
function workerEntry(source: URL): { url: URL; execArgv: string[] } {
  if (existsSync(fileURLToPath(source))) {
    const tsx = createRequire(source).resolve('tsx');
    return { url: source, execArgv: ['--import', pathToFileURL(tsx).href] };
  }
  const name = source.pathname.split('/').at(-1) ?? '';
  // The bundle is flat: the worker lies beside whatever chunk this module went into.
  return { url: new URL(name.replace(/\.ts$/, '.mjs'), import.meta.url), execArgv: [] };
}
