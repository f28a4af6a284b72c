import type { Queue } from 'bullmq';
import { type JobConnection, openQueue } from './connection';
import type { JobDefinition, Lane } from './definitions';
import type { ScheduledJob } from './schedule';

export interface EnqueueOptions {
  /** The job waits so long before it may run. */
  readonly delayMs?: number;
  /**
   * Jobs of one name with the same key do not run beside each other, and at most one waits: a further one while the first waits changes
   * nothing, and one while it runs follows it once.
   */
  readonly key?: string;
}

/** Where use cases leave work for later. What was enqueued is kept over a crash and run at least once. */
export interface JobQueue {
  enqueue<P extends object>(definition: JobDefinition<P>, payload: P, options?: EnqueueOptions): Promise<void>;
}

export interface OpenJobQueue extends JobQueue {
  /** Has these jobs run again and again; calling it on each start changes nothing. */
  schedule(jobs: readonly ScheduledJob[]): Promise<void>;
  close(): Promise<void>;
}

/** Finished jobs are kept for looking at: not for long, and not many. */
const kept = { completed: { age: 3_600, count: 500 }, failed: { age: 7 * 86_400, count: 2_000 } };

/** Connects on first use, so that a process which enqueues nothing holds no connection. */
export function openJobQueue(connection: JobConnection, onError: (error: Error) => void): OpenJobQueue {
  const queues = new Map<Lane, Queue>();
  const queueOf = (lane: Lane): Queue => {
    const open = queues.get(lane) ?? openQueue(lane, connection);
    if (!queues.has(lane)) open.on('error', onError);
    queues.set(lane, open);
    return open;
  };
  return {
    async enqueue(definition, payload, { delayMs, key } = {}) {
      const data = definition.payload.parse(payload);
      await queueOf(definition.lane).add(definition.name, data, {
        ...optionsOf(definition),
        ...(delayMs === undefined ? {} : { delay: delayMs }),
        ...(key === undefined ? {} : { deduplication: { id: `${definition.name}:${key}`, keepLastIfActive: true } }),
      });
    },
    async schedule(jobs) {
      for (const { job, everyMs } of jobs) {
        await queueOf(job.lane).upsertJobScheduler(job.name, { every: everyMs }, { name: job.name, data: {}, opts: optionsOf(job) });
      }
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      queues.clear();
    },
  };
}

function optionsOf(definition: Pick<JobDefinition<unknown>, 'attempts' | 'backoffMs'>) {
  return {
    attempts: definition.attempts,
    backoff: { type: 'exponential', delay: definition.backoffMs },
    removeOnComplete: kept.completed,
    removeOnFail: kept.failed,
  };
}
