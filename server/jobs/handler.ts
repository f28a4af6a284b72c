import type { Database, WorkspaceScope } from '../auth/scope';
import { scopeForSystem } from '../auth/scope';
import type { Services } from '../domain/services';
import type { Logger } from '../lib/logger';
import type { HouseJob, WorkspaceJob } from './definitions';

/** What a job is run with, besides its payload. */
export interface JobContext {
  readonly db: Database;
  readonly services: Services;
  readonly log: Logger;
  /** Aborts at the deadline of this try and when the process stops. */
  readonly signal: AbortSignal;
  /** Tells the queue how far the job has come, 0 to 100. */
  readonly progress: (percent: number) => Promise<void>;
}

export interface JobHandler {
  readonly definition: WorkspaceJob | HouseJob;
  run(payload: unknown, context: JobContext): Promise<void>;
  /** After the last try has failed. */
  gaveUp(payload: unknown, context: Omit<JobContext, 'signal' | 'progress'>, error: Error): Promise<void>;
}

/** Runs within the workspace that the payload names, as the system. */
export function handleInWorkspace<P extends { readonly workspaceId: string }>(
  definition: WorkspaceJob<P>,
  run: (scope: WorkspaceScope, payload: P, context: JobContext) => Promise<void>,
  gaveUp?: (scope: WorkspaceScope, payload: P, error: Error) => Promise<void>,
): JobHandler {
  return {
    definition: definition as unknown as WorkspaceJob,
    async run(data, context) {
      const payload = definition.payload.parse(data);
      await run(await scopeForSystem(context.db, payload.workspaceId, definition.name), payload, context);
    },
    async gaveUp(data, { db }, error) {
      const payload = definition.payload.parse(data);
      await gaveUp?.(await scopeForSystem(db, payload.workspaceId, definition.name), payload, error);
    },
  };
}

export function handleInHouse(definition: HouseJob, run: (context: JobContext) => Promise<void>): JobHandler {
  return { definition, run: (_, context) => run(context), gaveUp: async () => undefined };
}
