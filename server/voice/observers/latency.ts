import type { TurnLatency } from '../../contracts/conversation';

interface Times {
  speechEndedAtMs: number | null;
  endpointedAtMs: number | null;
  transcribedAtMs: number | null;
  firstTokenAtMs: number | null;
  firstByteAtMs: number | null;
  firstSentAtMs: number | null;
  confidence: number | null;
  transcribedBy: string | null;
}

/** When the steps of each turn happened, on the conversation's clock. Holds the few turns that are still open. */
export class TurnTimes {
  readonly #turns = new Map<number, Times>();

  transcribed(turnId: number, atMs: number, confidence: number | null, producedBy: string): void {
    const times = this.#of(turnId);
    times.transcribedAtMs = atMs;
    times.confidence = confidence;
    times.transcribedBy = producedBy;
  }

  /** The turn closed; `speechEndedAtMs` is null for typed turns. Says who transcribed it. */
  committed(turnId: number, atMs: number, speechEndedAtMs: number | null): string | null {
    const times = this.#of(turnId);
    times.endpointedAtMs = atMs;
    times.speechEndedAtMs = speechEndedAtMs;
    return times.transcribedBy;
  }

  /** An answer to this turn was thrown away: the next one's times count. */
  answerDropped(turnId: number): void {
    const times = this.#of(turnId);
    times.firstTokenAtMs = null;
    times.firstByteAtMs = null;
    times.firstSentAtMs = null;
  }

  firstToken(turnId: number | null, atMs: number): void {
    if (turnId !== null) this.#of(turnId).firstTokenAtMs ??= atMs;
  }

  firstByte(turnId: number | null, atMs: number): void {
    if (turnId !== null) this.#of(turnId).firstByteAtMs ??= atMs;
  }

  firstSent(turnId: number | null, atMs: number): void {
    if (turnId !== null) this.#of(turnId).firstSentAtMs ??= atMs;
  }

  /** A spoken turn's latency once its answer is over; null for turns that were not spoken. Forgets the turn. */
  measured(turnId: number | null, firstPlayedAtMs: number | null): { readonly latency: TurnLatency; readonly confidence: number | null } | null {
    if (turnId === null) return null;
    const times = this.#turns.get(turnId);
    this.#turns.delete(turnId);
    for (const old of this.#turns.keys()) if (old < turnId) this.#turns.delete(old);
    if (times === undefined || times.speechEndedAtMs === null) return null;
    const from = times.speechEndedAtMs;
    const after = (atMs: number | null) => (atMs === null ? null : Math.round(atMs - from));
    return {
      confidence: times.confidence,
      latency: {
        speechEndedAtMs: Math.round(from),
        endpointingMs: after(times.endpointedAtMs),
        transcriptionMs: after(times.transcribedAtMs),
        firstTokenMs: after(times.firstTokenAtMs),
        firstByteMs: after(times.firstByteAtMs),
        firstSentMs: after(times.firstSentAtMs),
        firstPlayedMs: after(firstPlayedAtMs),
      },
    };
  }

  #of(turnId: number): Times {
    let times = this.#turns.get(turnId);
    if (times === undefined) {
      times = {
        speechEndedAtMs: null,
        endpointedAtMs: null,
        transcribedAtMs: null,
        firstTokenAtMs: null,
        firstByteAtMs: null,
        firstSentAtMs: null,
        confidence: null,
        transcribedBy: null,
      };
      this.#turns.set(turnId, times);
    }
    return times;
  }
}
