import type { Clock } from './clock';

/** Thrown when a deadline passed; `what` names the thing that did not happen in time. */
export class DeadlineError extends Error {
  constructor(what: string, afterMs: number) {
    super(`${what} took longer than ${afterMs} ms`);
    this.name = 'DeadlineError';
  }
}

/** Resolves after `delayMs`, or rejects with the signal's reason. Leaves no listener behind. */
export function delay(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** The promise's own outcome, unless the signal aborts first: then its reason is thrown, and the promise's late outcome is ignored. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      promise.catch(() => undefined);
      return reject(signal.reason);
    }
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Runs `work` with a signal that aborts with a `DeadlineError` after `limitMs`, or when the outer signal does. */
export async function withDeadline<T>(
  options: { readonly clock: Clock; readonly limitMs: number; readonly what: string; readonly signal?: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const cancel = options.clock.after(options.limitMs, () => deadline.abort(new DeadlineError(options.what, options.limitMs)));
  const signal = options.signal === undefined ? deadline.signal : AbortSignal.any([options.signal, deadline.signal]);
  try {
    return await orAborted(work(signal), signal);
  } finally {
    cancel();
  }
}
