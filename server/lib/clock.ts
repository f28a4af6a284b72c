/** Where time comes from. Tests move a virtual one; everything under `server/voice` takes it as an argument. */
export interface Clock {
  /** Milliseconds on a clock that never goes back. */
  nowMs(): number;
  /** Wall-clock milliseconds since 1970. */
  wallMs(): number;
  /** Calls `run` once after `delayMs`; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
