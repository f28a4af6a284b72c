import type { PauseCase } from './cases';
import type { Detector } from './detectors';

export interface Working {
  /** Share of pauses inside turns that were taken for their end. */
  readonly cutOff: number;
  /** Mean silence before the answer may begin, at true ends, in ms. */
  readonly latencyMs: number;
}

/** What a detector does with the silences of the policy made longer by `scale`. */
export function workingAt(detector: Detector, cases: readonly PauseCase[], scale: number): Working {
  let cut = 0;
  let pauses = 0;
  let waited = 0;
  cases.forEach(({ isEnd, pauseMs }, i) => {
    const neededMs = detector.neededMs(i, scale);
    if (isEnd) waited += neededMs;
    else {
      pauses++;
      if (pauseMs > neededMs) cut++;
    }
  });
  return { cutOff: cut / pauses, latencyMs: waited / (cases.length - pauses) };
}

/** Cut-offs where the mean latency is this. */
export function cutOffAtLatency(detector: Detector, cases: readonly PauseCase[], latencyMs: number): number {
  let [low, high] = [0.05, 12];
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    if (workingAt(detector, cases, middle).latencyMs < latencyMs) low = middle;
    else high = middle;
  }
  return workingAt(detector, cases, high).cutOff;
}

/** The least mean latency with no more than this share of cut-offs. */
export function latencyAtCutOff(detector: Detector, cases: readonly PauseCase[], cutOff: number): number {
  for (let scale = 0.05; scale < 14; scale += 0.02) {
    const working = workingAt(detector, cases, scale);
    if (working.cutOff <= cutOff) return working.latencyMs;
  }
  return Number.POSITIVE_INFINITY;
}

/** Share of pairs of an end and a pause that are ranked right. */
export function ranking(detector: Detector, cases: readonly PauseCase[]): number | null {
  const rated = cases.map(({ isEnd }, i) => ({ isEnd, probability: detector.probability(i) }));
  let right = 0;
  let pairs = 0;
  for (const end of rated) {
    if (!end.isEnd || end.probability === null) continue;
    for (const pause of rated) {
      if (pause.isEnd || pause.probability === null) continue;
      pairs++;
      right += end.probability > pause.probability ? 1 : end.probability === pause.probability ? 0.5 : 0;
    }
  }
  return pairs === 0 ? null : right / pairs;
}
