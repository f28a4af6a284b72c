/**
 * ONNX Runtime ends the whole process with an abort when its thread is taken away during a run. So a thread says when it runs, in memory that
 * both sides see, and whoever wants the thread or the process to end waits for the end of that one run.
 */
export type GuardCells = Int32Array<SharedArrayBuffer>;

const running = 0;
const leaving = 1;

/** One run takes less, even on a busy machine. */
const longestWaitMs = 10_000;

/** On the main thread: the cells that one worker thread is given. A process that exits waits for the run that goes on in it. */
export class ExitGuard {
  readonly cells: GuardCells = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));

  constructor() {
    if (guards.size === 0) process.once('exit', waitForAll);
    guards.add(this);
  }

  /** Resolves when nothing that must not be cut short goes on in the thread, nor will. */
  async quiet(): Promise<void> {
    Atomics.store(this.cells, leaving, 1);
    const waiting = Atomics.waitAsync(this.cells, running, 1, longestWaitMs);
    if (waiting.async) await waiting.value;
  }

  /** The thread is gone. */
  release(): void {
    guards.delete(this);
    if (guards.size === 0) process.off('exit', waitForAll);
  }
}

const guards = new Set<ExitGuard>();

function waitForAll(): void {
  for (const { cells } of guards) Atomics.store(cells, leaving, 1);
  for (const { cells } of guards) Atomics.wait(cells, running, 1, longestWaitMs);
}

/** In the worker thread: does something that must not be cut short, unless the thread is to end. */
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
