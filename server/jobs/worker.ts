import { DelayedError, type Job, UnrecoverableError, type Worker } from 'bullmq';
import { ZodError } from 'zod';
import type { Database } from '../auth/scope';
import type { ErrorCode } from '../contracts/errors';
import type { Services } from '../domain/services';
import { AppError } from '../lib/app-error';
import { systemClock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { withDeadline } from '../lib/wait';
import { type JobConnection, openWorker } from './connection';
import { type Lane, lanes } from './definitions';
import type { JobHandler } from './handler';

export interface WorkerOptions {
  readonly connection: JobConnection;
  readonly handlers: readonly JobHandler[];
  readonly db: Database;
  readonly services: Services;
  readonly log: Logger;
  /** Hears when a job begins, comes further, ends or is given up. */
  readonly onStep?: (jobName: string, payload: unknown) => void;
  /** How long a process may be silent before its job is taken for left behind. */
  readonly lockMs?: number;
}

export interface JobWorkers {
  /** Takes no new jobs and lets running ones end; those that have not after `graceMs` go back to the queue. */
  stop(graceMs: number): Promise<void>;
}

/** Sound is made in the same process: jobs are few at a time, and what computes does so in a thread of its own. */
const concurrency: Readonly<Record<Lane, number>> = { quick: 4, slow: 1, long: 3 };
/** A job may take its process down so often before it is taken for the cause. */
const mostCrashes = 3;
/** Trying again changes nothing about these. */
const permanent: ReadonlySet<ErrorCode> = new Set(['not_found', 'invalid_input', 'bad_request', 'forbidden', 'too_large']);

/** Runs what the queue holds, in this process. */
export function startWorkers({ connection, handlers, db, services, log, onStep, lockMs = 30_000 }: WorkerOptions): JobWorkers {
  const byName = new Map(handlers.map((handler) => [handler.definition.name, handler]));
  if (byName.size < handlers.length) throw new Error('two handlers answer to one name');
  const life = new AbortController();
  const workers = lanes.map((lane) => {
    const worker = openWorker(lane, connection, work, {
      concurrency: concurrency[lane],
      lockDuration: lockMs,
      stalledInterval: lockMs / 2,
      maxStalledCount: mostCrashes,
    });
    worker.on('error', (error) => log.warn({ err: error, lane }, 'the job queue is out of reach; trying again'));
    worker.on('failed', (job, error) => void afterFailure(job, error));
    return worker;
  });

  async function work(job: Job, token?: string): Promise<void> {
    const handler = byName.get(job.name);
    if (handler === undefined) throw new UnrecoverableError(`there is no handler for ${job.name}`);
    const { deadlineMs } = handler.definition;
    const step = () => onStep?.(job.name, job.data);
    const progress = async (percent: number) => {
      step();
      await job.updateProgress(percent);
    };
    step();
    try {
      await withDeadline({ clock: systemClock, limitMs: deadlineMs, what: `job ${job.name}`, signal: life.signal }, (signal) =>
        handler.run(job.data, { db, services, log: log.child({ job: job.name, jobId: job.id }), signal, progress }),
      );
      step();
    } catch (thrown) {
      if (life.signal.aborted) {
        // Not the job's fault: it waits for the next process, and this try does not count.
        await job.moveToDelayed(Date.now() + 1_000, token);
        throw new DelayedError();
      }
      if ((thrown instanceof AppError && permanent.has(thrown.code)) || thrown instanceof ZodError) throw new UnrecoverableError(thrown.message);
      throw thrown;
    }
  }

  async function afterFailure(job: Job | undefined, error: Error): Promise<void> {
    if (job === undefined) return;
    const isLast = error instanceof UnrecoverableError || job.attemptsMade >= (job.opts.attempts ?? 1) || job.stalledCounter > mostCrashes;
    const fields = { err: error, job: job.name, jobId: job.id, attempt: job.attemptsMade };
    if (!isLast) return log.info(fields, 'a job failed and is tried again');
    log.error(fields, 'a job was given up');
    try {
      await byName.get(job.name)?.gaveUp(job.data, { db, services, log }, error);
      onStep?.(job.name, job.data);
    } catch (cause) {
      log.error({ err: cause, job: job.name }, 'a job that was given up could not be noted');
    }
  }

  return {
    async stop(graceMs) {
      const closing = Promise.all(workers.map((worker: Worker) => worker.close()));
      const cancel = systemClock.after(graceMs, () => life.abort(new Error('the process stops')));
      await closing;
      cancel();
    },
  };
}
