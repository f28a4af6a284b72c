import { judgedSamples } from '../../providers/spec/end-of-turn';
import type { PlayoutTrack } from '../stages/playout';
import type { OverlapSound } from '../turn/evidence';
import { EchoReference } from './echo';
import { SoundRing } from './sound-ring';
import { QualityMeter } from './voice-quality';

/** Speech of the participant's own that it takes to know how loud it usually is, in ms. */
const knownAfterMs = 1_200;
/** How quickly the usual loudness follows. */
const following = 0.25;

/** What one conversation knows of its participant's sound beside its words. Only evidence: it decides nothing. */
export class Ears {
  /** Where the agent's sound is told; goes on to the recorder. */
  readonly track: EchoReference;
  readonly #sound = new SoundRing(judgedSamples);
  #turnFrom = 0;
  #meter: QualityMeter | null = null;
  #onsetMs = 0;
  #onsetAt = 0;
  #usualDb: number | null = null;
  #ownSpeechMs = 0;

  constructor(recorder: PlayoutTrack | null) {
    this.track = new EchoReference(recorder);
  }

  hear(pcm: Int16Array, atMs: number): void {
    this.#sound.push(pcm, atMs);
  }

  get onsetMs(): number {
    return this.#onsetMs;
  }

  /** Speech has begun; `isNewTurn`: not in the middle of a turn. */
  speechStarted(onsetMs: number, isNewTurn: boolean): void {
    const from = this.#positionOf(onsetMs);
    if (isNewTurn) this.#turnFrom = from;
    this.#onsetMs = onsetMs;
    this.#onsetAt = from;
    this.#meter = new QualityMeter(this.#sound, from);
  }

  /** `isOwn`: it was the participant's turn, from which their usual loudness is learned. */
  speechEnded(lastSpeechMs: number, isOwn: boolean): void {
    const quality = isOwn ? (this.#meter?.quality() ?? null) : null;
    this.#meter = null;
    if (quality === null || quality.noise > 0.5) return;
    this.#ownSpeechMs += lastSpeechMs - this.#onsetMs;
    this.#usualDb = this.#usualDb === null ? quality.levelDb : this.#usualDb + following * (quality.levelDb - this.#usualDb);
  }

  /** The agent is heard, or was a moment ago: what the participant's sound is like matters. */
  get isAgentAround(): boolean {
    return this.track.isAround(this.#sound.endMs);
  }

  /** What the speech that goes on now sounds like. */
  overlapSound(): OverlapSound {
    const quality = this.#meter?.quality() ?? null;
    const isUsualKnown = this.#usualDb !== null && this.#ownSpeechMs >= knownAfterMs;
    return {
      echo: this.track.likelihood(this.#sound, this.#onsetAt),
      hum: quality?.hum ?? 0,
      noise: quality?.noise ?? 0,
      ...(quality === null ? { isEarly: true } : {}),
      belowUsualDb: quality === null || this.#usualDb === null || !isUsualKnown ? null : this.#usualDb - quality.levelDb,
    };
  }

  /** The open turn's sound up to now, as far back as a judge listens. */
  turnSound(): Int16Array {
    return this.#sound.read(Math.max(this.#turnFrom, this.#sound.written - judgedSamples), this.#sound.written);
  }

  #positionOf(atMs: number): number {
    return Math.max(0, this.#sound.written - Math.round((this.#sound.endMs - atMs) * 16));
  }
}
