import { createResampler, type Resampler } from '../../lib/resample';
import { pipelineSampleRate } from '../frames';
import type { PlayoutTrack } from '../stages/playout';
import type { SoundRing } from './sound-ring';
import { bandCount, bandLevels, spectrumMs, spectrumSamples } from './spectrum';

/** How much of the participant's sound is compared at most and at least, and how late an echo may come after the sound was expected to be heard. */
const mostFrames = 32;
const fewestFrames = 11;
const latestFrames = 44;
/** An echo may be earlier than that too: what a client plays is an estimate. */
const earliestFrames = -10;
/** How quickly likeness becomes certain, around a middle that is the higher the fewer frames were compared: short sounds are alike by chance. */
const steepness = 26;
const middleOf = (frames: number): number => 0.66 + 1.9 / frames;
/** At a delay that is known from before there is no choosing of the best place, so that less and shorter likeness counts. */
const knownReach = 2;
const knownFewestFrames = 5;
const knownMiddle = 0.62;
const knownFrom = 0.9;
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

  /** How likely the participant's sound from `from` on, a position in the stream, is an echo, 0 to 1. */
  likelihood(heard: SoundRing, from: number): number {
    const endMs = heard.endMs;
    if (!this.isAround(endMs)) return 0;
    const count = Math.min(mostFrames, Math.floor((heard.written - from) / spectrumSamples));
    const known = this.#knownDelay;
    if (count < (known === null ? fewestFrames : knownFewestFrames)) return 0;
    const mine = bandLevels(heard.read(heard.written - count * spectrumSamples, heard.written), 0, count);
    const reach = count + latestFrames - earliestFrames;
    const reference = bandLevels(this.#soundBetween(endMs - (count + latestFrames) * spectrumMs, reach), 0, reach);
    const likenessAt = (delay: number) => likenessOf(mine, reference, latestFrames - delay);
    const atKnown = known === null ? 0 : bestOf(likenessAt, known - knownReach, known + knownReach).likeness;
    if (count < fewestFrames) return certainty(atKnown, knownMiddle);
    const anywhere = bestOf(likenessAt, earliestFrames, latestFrames);
    if (anywhere.likeness > knownFrom && count >= mostFrames / 2) this.#knownDelay = anywhere.delay;
    return Math.max(certainty(atKnown, knownMiddle), certainty(anywhere.likeness, middleOf(count)));
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

function bestOf(likenessAt: (delay: number) => number, from: number, to: number): { readonly likeness: number; readonly delay: number } {
  let best = { likeness: 0, delay: from };
  for (let delay = Math.max(from, earliestFrames); delay <= Math.min(to, latestFrames); delay++) {
    const likeness = likenessAt(delay);
    if (likeness > best.likeness) best = { likeness, delay };
  }
  return best;
}

const certainty = (likeness: number, middle: number): number => 1 / (1 + Math.exp(-steepness * (likeness - middle)));

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
