import { readFileSync } from 'node:fs';
import { concatSamples, readWav } from '../audio/pcm';

/** Sounds at 16 kHz for tests and measurements: the speech of `e2e/audio`, and what is no speech. */
export type RecordedSentence = 'barge-in-wait' | 'cafe-opening-hours' | 'cafe-table-for-two' | 'support-reset-password';

export const wordsOfSentence: Readonly<Record<RecordedSentence, string>> = {
  'barge-in-wait': 'wait stop I have a question',
  'cafe-opening-hours': 'what time do you open on saturday',
  'cafe-table-for-two': 'do you have a table for two people tomorrow',
  'support-reset-password': 'how do I reset my password',
};

/** The sentence without the silence around it. */
export function recordedSentence(name: RecordedSentence): Int16Array {
  const { pcm, sampleRate } = readWav(readFileSync(new URL(`../../../e2e/audio/${name}.wav`, import.meta.url)));
  const every = sampleRate / 16_000;
  const slow = Int16Array.from({ length: Math.floor(pcm.length / every) }, (_, i) => pcm[i * every] ?? 0);
  const isLoud = (sample: number) => Math.abs(sample) > 200;
  return slow.slice(slow.findIndex(isLoud), slow.findLastIndex(isLoud) + 1);
}

/** A closed-mouth hum: a low voice with harmonics that fade in and out. */
export function hum(ms: number, hz = 125): Int16Array {
  const length = ms * 16;
  return Int16Array.from({ length }, (_, i) => {
    const envelope = Math.min(1, i / 800, (length - i) / 800);
    const t = i / 16_000;
    const wave = [1, 2, 3, 4].reduce((sum, n) => sum + Math.sin(2 * Math.PI * hz * n * t) / n, 0);
    return Math.round(envelope * wave * 4_500);
  });
}

/** A burst of noise that dies away. */
export function cough(ms: number): Int16Array {
  const length = ms * 16;
  return whiteNoise(ms, 12_000).map((sample, i) => Math.round(sample * Math.exp((-4 * i) / length)));
}

/** The same each time. */
export function whiteNoise(ms: number, peak: number): Int16Array {
  let seed = 7;
  return Int16Array.from({ length: ms * 16 }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.round((seed / 1_073_741_824 - 1) * peak);
  });
}

export function silence(ms: number): Int16Array {
  return new Int16Array(ms * 16);
}

/** Louder by so many dB, quieter where negative. */
export function amplified(pcm: Int16Array, db: number): Int16Array {
  const factor = 10 ** (db / 20);
  return pcm.map((sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample * factor))));
}

export function mixed(one: Int16Array, other: Int16Array): Int16Array {
  return Int16Array.from({ length: Math.max(one.length, other.length) }, (_, i) => Math.max(-32_768, Math.min(32_767, (one[i] ?? 0) + (other[i] ?? 0))));
}

/** One sound again and again, for so long. */
export function repeated(pcm: Int16Array, ms: number): Int16Array {
  return concatSamples(Array.from({ length: Math.ceil((ms * 16) / pcm.length) }, () => pcm)).slice(0, ms * 16);
}
