import { type CallOptions, WorkerClient } from '../../lib/worker-client';
import { embeddedError } from './errors';

interface Member {
  readonly worker: WorkerClient;
  running: number;
}

/** A few equal worker threads; a call goes to the least busy one. Threads start when first needed and are replaced when they die. */
export class WorkerPool {
  readonly #source: URL;
  readonly #size: number;
  readonly #maxRunning: number;
  readonly #workerData: unknown;
  #members: Member[] = [];

  /** `maxWaiting`: calls a thread may have at once, running and waiting; past that a call fails as overloaded. */
  constructor(options: { source: URL; size: number; maxWaiting: number; workerData?: unknown }) {
    this.#source = options.source;
    this.#size = options.size;
    this.#maxRunning = options.maxWaiting;
    this.#workerData = options.workerData;
  }

  async call<T>(method: string, argument: unknown, options: CallOptions): Promise<T> {
    const member = this.#leastBusy();
    if (member.running >= this.#maxRunning) throw embeddedError('overloaded', 'too much speech is being made on this machine at once');
    member.running++;
    try {
      return await member.worker.call<T>(method, argument, options);
    } finally {
      member.running--;
    }
  }

  async close(): Promise<void> {
    const members = this.#members;
    this.#members = [];
    await Promise.all(members.map(({ worker }) => worker.terminate()));
  }

  #leastBusy(): Member {
    this.#members = this.#members.filter(({ worker }) => worker.isAlive);
    const idle = this.#members.find(({ running }) => running === 0);
    if (idle !== undefined) return idle;
    if (this.#members.length < this.#size) {
      const member = { worker: new WorkerClient(this.#source, this.#workerData), running: 0 };
      this.#members.push(member);
      return member;
    }
    return this.#members.reduce((least, member) => (member.running < least.running ? member : least));
  }
}
