/**
 * ONNX Runtime ends the whole process with an abort when its thread is taken away during a run. So the thread says when it runs, in memory that
 * both sides see, and a process that wants to exit waits for the end of that one run.
 */
export type GuardCells = Int32Array<SharedArrayBuffer>;

const running = 0;
const leaving = 1;

/** A clause is made in less, even on a busy machine. */
const longestWaitMs = 3_000;

/** On the main thread: the cells to give to the worker thread, which is waited for when the process exits. */
export function guardExit(): { readonly cells: GuardCells; release(): void } {
  const cells = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const waitForRun = (): void => {
    Atomics.store(cells, leaving, 1);
    Atomics.wait(cells, running, 1, longestWaitMs);
  };
  process.once('exit', waitForRun);
  return { cells, release: () => process.off('exit', waitForRun) };
}

/** In the worker thread: does something that must not be cut short, unless the process is leaving. */
export async function guarded<T>(cells: GuardCells, work: () => Promise<T>): Promise<T> {
  Atomics.store(cells, running, 1);
  try {
    if (Atomics.load(cells, leaving) === 1) throw new Error('the process is ending');
    return await work();
  } finally {
    Atomics.store(cells, running, 0);
    Atomics.notify(cells, running);
  }
}
