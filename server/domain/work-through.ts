import type { WorkspaceScope } from '../auth/scope';
import type { Logger } from '../lib/logger';

export interface WorkThrough {
  /** The next conversations that wait; what was worked on is not found again. */
  readonly find: (limit: number) => Promise<readonly { readonly scope: WorkspaceScope; readonly conversationId: string }[]>;
  readonly atOnce: number;
  readonly work: (scope: WorkspaceScope, conversationId: string) => Promise<void>;
  /** Said of one that could not be worked on. */
  readonly failure: string;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** Works on conversations of all workspaces, some at a time, until none waits. One that fails holds up no other. Answers how many were worked on. */
export async function workThrough({ find, atOnce, work, failure, signal, log }: WorkThrough): Promise<number> {
  let done = 0;
  for (;;) {
    const waiting = await find(atOnce);
    let failed = 0;
    for (const { scope, conversationId } of waiting) {
      if (signal.aborted) return done;
      try {
        await work(scope, conversationId);
        done++;
      } catch (error) {
        failed++;
        log.error({ err: error, conversationId }, failure);
      }
    }
    // What failed would be found again and again.
    if (waiting.length < atOnce || failed > 0) return done;
  }
}
