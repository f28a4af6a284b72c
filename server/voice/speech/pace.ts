/** Words a minute that sound usual in conversation, by language: what the agent's own pace is compared with. */
const usual: Readonly<Record<string, number>> = { en: 165, es: 180, pt: 170, fr: 175, de: 145, it: 175 };
const mostFaster = 1.14;
const mostSlower = 0.86;
/** Weight of the newest turn. */
const freshness = 0.4;
const fewestWords = 5;
const shortestTurnMs = 1_500;
/** A difference nobody hears is not worth another voice. */
const leastChange = 0.04;

export interface PaceChange {
  readonly speed: number;
  readonly wordsPerMinute: number;
}

/** G1: follows the participant's pace, part of the way and within bounds. */
export class PaceMatcher {
  #wordsPerMinute: number | null = null;

  /** The speed to go on with; null: as it is. `ownSpeed` is what the agent is set to, `speed` what it speaks with now. */
  heard(turn: { readonly text: string; readonly ms: number; readonly language: string; readonly ownSpeed: number; readonly speed: number }): PaceChange | null {
    const words = turn.text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    if (words < fewestWords || turn.ms < shortestTurnMs) return null;
    const now = words / (turn.ms / 60_000);
    this.#wordsPerMinute = this.#wordsPerMinute === null ? now : this.#wordsPerMinute + freshness * (now - this.#wordsPerMinute);
    const ratio = this.#wordsPerMinute / (usual[turn.language.slice(0, 2).toLowerCase()] ?? 165);
    // Half of the way: an agent that copies its caller is odd.
    const factor = Math.min(mostFaster, Math.max(mostSlower, 1 + (ratio - 1) / 2));
    const speed = Math.round(Math.min(1.2, Math.max(0.7, turn.ownSpeed * factor)) * 100) / 100;
    return Math.abs(speed - turn.speed) < leastChange ? null : { speed, wordsPerMinute: Math.round(this.#wordsPerMinute) };
  }
}
