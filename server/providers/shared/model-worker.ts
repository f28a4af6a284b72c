import { WorkerClient } from '../../lib/worker-client';

const loadTimeoutMs = 15_000;

export interface ModelWorkerOptions {
  /** The worker's file; it serves `load` with `model` and one more method. */
  readonly source: URL;
  readonly model: unknown;
  /** Requests that may wait; the next is refused: evidence that comes late is worth nothing. */
  readonly mostWaiting: number;
  readonly timeoutMs: number;
}

/** One model in one thread for all conversations, started with the first request and started again when it died. */
export class ModelWorker {
  readonly #options: ModelWorkerOptions;
  #worker: Promise<WorkerClient> | undefined;
  #waiting = 0;

  constructor(options: ModelWorkerOptions) {
    this.#options = options;
  }

  async call<T>(method: string, argument: unknown): Promise<T> {
    const { mostWaiting, timeoutMs } = this.#options;
    if (this.#waiting >= mostWaiting) throw new Error('the model is busy');
    this.#waiting++;
    try {
      this.#worker ??= this.#start();
      return await (await this.#worker).call<T>(method, argument, { timeoutMs });
    } finally {
      this.#waiting--;
    }
  }

  async #start(): Promise<WorkerClient> {
    const worker = new WorkerClient(this.#options.source);
    worker.onExit = () => {
      this.#worker = undefined;
    };
    try {
      await worker.call('load', this.#options.model, { timeoutMs: loadTimeoutMs });
      return worker;
    } catch (error) {
      this.#worker = undefined;
      await worker.terminate();
      throw error;
    }
  }
}
