export type ConnectionLevel = 'good' | 'fair' | 'poor';

/** How a participant's line did over the last few seconds. */
export interface ConnectionQuality {
  readonly level: ConnectionLevel;
  /** 100: nothing to complain of. */
  readonly score: number;
  /** How unevenly sound comes, smoothed, in ms. */
  readonly jitterMs: number;
  /** Shares of the sound of this window, 0 to 1. */
  readonly lostShare: number;
  readonly lateShare: number;
  readonly reordered: number;
  /** Null: not measured. */
  readonly roundTripMs: number | null;
  /** Least sound the client had ahead while the agent spoke; null: it does not say. */
  readonly leastBufferedMs: number | null;
}

/** Sound that comes so much later than the line's best is late: by then a playout without slack would have run dry. */
const lateAfterMs = 80;
/** A longer silence of the line is a microphone that was muted, not sound that is late. */
const mutedAfterMs = 1_500;
/** The line's best is forgotten by so much a second, since clocks drift. */
const forgetsMs = 1;
const usualJitterMs = 20;
const usualRoundTripMs = 150;

interface Window {
  soundMs: number;
  lostMs: number;
  lateMs: number;
  reordered: number;
  leastBufferedMs: number | null;
}

const emptyWindow = (): Window => ({ soundMs: 0, lostMs: 0, lateMs: 0, reordered: 0, leastBufferedMs: null });

/** Q1: estimates the quality of one line from when its sound comes, what of it is missing, and what client and pings say. */
export class ConnectionMeter {
  #window = emptyWindow();
  #jitterMs = 0;
  #roundTripMs: number | null = null;
  #last: { readonly atMs: number; readonly mediaMs: number } | null = null;
  #mediaMs = 0;
  /** Least delay seen between the clock of the sound and ours. */
  #bestDelayMs = Number.POSITIVE_INFINITY;

  sound(durationMs: number, atMs: number, { lostMs = 0, isOutOfOrder = false }: { readonly lostMs?: number; readonly isOutOfOrder?: boolean } = {}): void {
    const last = this.#last;
    this.#mediaMs += lostMs + durationMs;
    this.#window.soundMs += durationMs;
    this.#window.lostMs += lostMs;
    if (isOutOfOrder) this.#window.reordered++;
    if (last === null || atMs - last.atMs > mutedAfterMs + durationMs) this.#bestDelayMs = Number.POSITIVE_INFINITY;
    else {
      const uneven = Math.abs(atMs - last.atMs - (this.#mediaMs - last.mediaMs));
      this.#jitterMs += (uneven - this.#jitterMs) / 16;
      this.#bestDelayMs += (forgetsMs * (atMs - last.atMs)) / 1_000;
    }
    const delayMs = atMs - this.#mediaMs;
    this.#bestDelayMs = Math.min(this.#bestDelayMs, delayMs);
    if (delayMs - this.#bestDelayMs > lateAfterMs) this.#window.lateMs += durationMs;
    this.#last = { atMs, mediaMs: this.#mediaMs };
  }

  roundTrip(ms: number): void {
    this.#roundTripMs = this.#roundTripMs === null ? ms : this.#roundTripMs + (ms - this.#roundTripMs) / 3;
  }

  /** What the client has ahead, told while the agent speaks. */
  buffered(ms: number): void {
    this.#window.leastBufferedMs = Math.min(this.#window.leastBufferedMs ?? ms, ms);
  }

  /** The quality since it was last asked for; null when nothing came in. */
  take(): ConnectionQuality | null {
    const { soundMs, lostMs, lateMs, reordered, leastBufferedMs } = this.#window;
    this.#window = emptyWindow();
    if (soundMs + lostMs === 0) return null;
    const measured = {
      jitterMs: Math.round(this.#jitterMs),
      lostShare: rounded(lostMs / (soundMs + lostMs)),
      lateShare: rounded(lateMs / (soundMs + lostMs)),
      reordered,
      roundTripMs: this.#roundTripMs === null ? null : Math.round(this.#roundTripMs),
      leastBufferedMs: leastBufferedMs === null ? null : Math.round(leastBufferedMs),
    };
    const score = scoreOf(measured);
    return { level: levelOf(score), score, ...measured };
  }
}

function scoreOf({ jitterMs, lostShare, lateShare, roundTripMs, reordered }: Omit<ConnectionQuality, 'level' | 'score'>): number {
  const complaints =
    lostShare * 400 + lateShare * 250 + Math.max(0, jitterMs - usualJitterMs) * 0.6 + Math.max(0, (roundTripMs ?? 0) - usualRoundTripMs) * 0.1 + reordered * 2;
  return Math.round(Math.max(0, 100 - complaints));
}

function levelOf(score: number): ConnectionLevel {
  if (score >= 80) return 'good';
  return score >= 55 ? 'fair' : 'poor';
}

const rounded = (share: number): number => Math.round(share * 1_000) / 1_000;
