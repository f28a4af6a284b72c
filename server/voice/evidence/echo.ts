import { createResampler, type Resampler } from '../../lib/resample';
import { pipelineSampleRate } from '../frames';
import type { PlayoutTrack } from '../stages/playout';
import type { SoundRing } from './sound-ring';
import { bandCount, bandLevels, spectrumMs, spectrumSamples } from './spectrum';

/** How much of the participant's sound is compared, and how late an echo may come after the sound was expected to be heard. */
const comparedFrames = 20;
const latestFrames = 44;
/** An echo may be earlier than that too: what a client plays is an estimate. */
const earliestFrames = -10;
/** Where likeness is a coin toss, and how quickly it becomes certain. Unrelated speech is alike by up to 0.6 at its best place, an echo by 0.85 and more. */
const undecidedLikeness = 0.74;
const steepness = 28;
/** Once the delay of this line is known, less likeness at that very delay says as much. */
const knownDelayBonus = 0.08;
/** The agent's sound is kept this long after it was heard. */
const keptMs = 3_000;

interface Played {
  readonly pcm: Int16Array;
  atMs: number;
}

/**
 * Knows what the agent is playing and says how much the participant's sound is like it: loudness in eight bands, compared at every delay an echo may have.
 * Costs nothing while nobody speaks over the agent.
 */
export class EchoReference implements PlayoutTrack {
  readonly #next: PlayoutTrack | null;
  #played: Played[] = [];
  #heldAtMs: number | null = null;
  #resampler: { readonly rate: number; readonly resample: Resampler } | null = null;
  #knownDelay: number | null = null;

  constructor(next: PlayoutTrack | null) {
    this.#next = next;
  }

  agentSound(pcm: Int16Array, sampleRate: number, atMs: number): void {
    this.#next?.agentSound(pcm, sampleRate, atMs);
    this.#played.push({ pcm: this.#atPipelineRate(pcm, sampleRate), atMs });
    const forgottenMs = atMs - keptMs - 5_000;
    while ((this.#played[0]?.atMs ?? atMs) < forgottenMs) this.#played.shift();
  }

  agentCut(atMs: number): void {
    this.#next?.agentCut(atMs);
    this.#heldAtMs = null;
    this.#played = this.#played.filter((each) => each.atMs < atMs);
  }

  agentHeld(atMs: number): void {
    this.#next?.agentHeld(atMs);
    this.#heldAtMs = atMs;
  }

  agentResumed(atMs: number): void {
    this.#next?.agentResumed(atMs);
    if (this.#heldAtMs === null) return;
    for (const each of this.#played) if (each.atMs >= this.#heldAtMs) each.atMs += atMs - this.#heldAtMs;
    this.#heldAtMs = null;
  }

  /** Something of the agent's was to be heard in this stretch, so that an echo of it may come. */
  isAround(atMs: number): boolean {
    return this.#played.some((each) => each.atMs <= atMs && each.atMs + each.pcm.length / 16 >= atMs - latestFrames * spectrumMs - 200);
  }

  /** How likely the newest sound of the participant is an echo, 0 to 1. */
  likelihood(heard: SoundRing): number {
    const endMs = heard.endMs;
    if (!this.isAround(endMs)) return 0;
    const mine = framesOf(heard.read(heard.written - comparedFrames * spectrumSamples, heard.written));
    const reach = comparedFrames + latestFrames - earliestFrames;
    const reference = framesOf(this.#soundBetween(endMs - (comparedFrames + latestFrames) * spectrumMs, reach));
    let best = 0;
    let bestDelay = 0;
    for (let delay = earliestFrames; delay <= latestFrames; delay++) {
      const likeness = likenessOf(mine, reference, latestFrames - delay);
      const sure = this.#knownDelay !== null && Math.abs(delay - this.#knownDelay) <= 2 ? likeness + knownDelayBonus : likeness;
      if (sure > best) [best, bestDelay] = [sure, delay];
    }
    if (best > 0.88) this.#knownDelay = bestDelay;
    return 1 / (1 + Math.exp(-steepness * (best - undecidedLikeness)));
  }

  #soundBetween(fromMs: number, frames: number): Int16Array {
    const sound = new Int16Array(frames * spectrumSamples);
    for (const { pcm, atMs } of this.#played) {
      // Held sound has not been played.
      if (this.#heldAtMs !== null && atMs >= this.#heldAtMs) continue;
      const at = Math.round((atMs - fromMs) * 16);
      if (at >= sound.length || at + pcm.length <= 0) continue;
      sound.set(pcm.subarray(Math.max(0, -at), Math.min(pcm.length, sound.length - at)), Math.max(0, at));
    }
    return sound;
  }

  #atPipelineRate(pcm: Int16Array, sampleRate: number): Int16Array {
    if (sampleRate === pipelineSampleRate) return pcm;
    if (this.#resampler?.rate !== sampleRate) this.#resampler = { rate: sampleRate, resample: createResampler(sampleRate, pipelineSampleRate) };
    return this.#resampler.resample.process(pcm);
  }
}

function framesOf(sound: Int16Array): Float64Array {
  return bandLevels(sound, 0, Math.floor(sound.length / spectrumSamples));
}

/** Correlation of the bands' rise and fall over time; each band against its own mean, so that loudspeaker and room do not matter. */
function likenessOf(mine: Float64Array, reference: Float64Array, from: number): number {
  const frames = mine.length / bandCount;
  let product = 0;
  let mineSquares = 0;
  let referenceSquares = 0;
  for (let band = 0; band < bandCount; band++) {
    let mineMean = 0;
    let referenceMean = 0;
    for (let i = 0; i < frames; i++) {
      mineMean += mine[i * bandCount + band] ?? 0;
      referenceMean += reference[(from + i) * bandCount + band] ?? 0;
    }
    mineMean /= frames;
    referenceMean /= frames;
    for (let i = 0; i < frames; i++) {
      const a = (mine[i * bandCount + band] ?? 0) - mineMean;
      const b = (reference[(from + i) * bandCount + band] ?? 0) - referenceMean;
      product += a * b;
      mineSquares += a * a;
      referenceSquares += b * b;
    }
  }
  // Steady sound on either side is like everything and says nothing.
  const least = mine.length * 9;
  return mineSquares < least || referenceSquares < least ? 0 : product / Math.sqrt(mineSquares * referenceSquares);
}
