/** Resolves after `ms`. The scripts' only timer that is waited for. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks `isDone` every `everyMs` until it says yes. Answers whether that happened before `timeoutMs` were over. */
export async function eventually(isDone: () => boolean | Promise<boolean>, options: { timeoutMs: number; everyMs?: number }): Promise<boolean> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    if (await isDone()) return true;
    if (performance.now() >= deadline) return false;
    await sleep(options.everyMs ?? 50);
  }
}
