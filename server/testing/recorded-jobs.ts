import type { Database } from '../auth/scope';
import type { Services } from '../domain/services';
import type { JobDefinition } from '../jobs/definitions';
import { handlers } from '../jobs/handlers/all';
import type { EnqueueOptions, OpenJobQueue } from '../jobs/queue';
import { silentLogger } from '../lib/logger';

interface RecordedJob {
  readonly name: string;
  readonly payload: unknown;
  readonly options: EnqueueOptions;
}

/** A queue that keeps what it was given, until a test has it run. */
export class RecordedJobs implements OpenJobQueue {
  readonly waiting: RecordedJob[] = [];

  async enqueue<P extends object>(definition: JobDefinition<P>, payload: P, options: EnqueueOptions = {}): Promise<void> {
    const isWaiting = options.key !== undefined && this.waiting.some((job) => job.name === definition.name && job.options.key === options.key);
    if (!isWaiting) this.waiting.push({ name: definition.name, payload: definition.payload.parse(payload), options });
  }

  async schedule(): Promise<void> {}

  async close(): Promise<void> {}

  /** Runs the real handlers of what waits and of what that enqueues, in order. A failure is told to the handler as its last and then thrown. */
  async runAll(db: Database, services: Services): Promise<void> {
    for (let job = this.waiting.shift(); job !== undefined; job = this.waiting.shift()) {
      const { name, payload } = job;
      const handler = handlers.find((each) => each.definition.name === name);
      if (handler === undefined) throw new Error(`there is no handler for ${name}`);
      const context = { db, services, log: silentLogger };
      try {
        await handler.run(payload, { ...context, signal: AbortSignal.timeout(handler.definition.deadlineMs), progress: async () => undefined });
      } catch (thrown) {
        await handler.gaveUp(payload, context, thrown instanceof Error ? thrown : new Error(String(thrown)));
        throw thrown;
      }
    }
  }
}
