/** Pitch of a short piece of sound. */
export interface Pitch {
  /** Hz; 0 where nothing repeats. */
  readonly hz: number;
  /** How exactly the sound repeats itself, 0 to 1: above about 0.6 it is voiced. */
  readonly clarity: number;
  /** Loudness in dB below full scale. */
  readonly levelDb: number;
}

const lowestHz = 65;
const highestHz = 420;
/** Analysis runs at 8 kHz: voices are far below. */
const rate = 8_000;
const windowSamples = 320;
const shortestLag = Math.floor(rate / highestHz);
const longestLag = Math.ceil(rate / lowestHz);

/** Samples at 16 kHz that one reading takes: 40 ms and the longest period. */
export const pitchSamples = 2 * (windowSamples + longestLag);

/** Normalised cross-correlation of the sound with itself, one reading from `at` (an index at 16 kHz). */
export function pitchAt(pcm: Int16Array, at: number): Pitch {
  const sound = halved(pcm, at);
  let energy = 0;
  for (let i = 0; i < windowSamples; i++) energy += (sound[i] ?? 0) ** 2;
  const levelDb = 10 * Math.log10(energy / windowSamples / (32_768 * 32_768) + 1e-10);
  if (levelDb < -65) return { hz: 0, clarity: 0, levelDb };
  let shifted = 0;
  for (let i = shortestLag; i < shortestLag + windowSamples; i++) shifted += (sound[i] ?? 0) ** 2;
  const clarities = new Float64Array(longestLag + 1);
  let best = 0;
  for (let lag = shortestLag; lag <= longestLag; lag++) {
    let product = 0;
    for (let i = 0; i < windowSamples; i++) product += (sound[i] ?? 0) * (sound[i + lag] ?? 0);
    const clarity = product / Math.sqrt(energy * shifted + 1);
    clarities[lag] = clarity;
    if (clarity > best) best = clarity;
    shifted += (sound[lag + windowSamples] ?? 0) ** 2 - (sound[lag] ?? 0) ** 2;
  }
  // The first peak that is nearly as good as the best: multiples of the period repeat as well.
  for (let lag = shortestLag + 1; lag < longestLag; lag++) {
    const clarity = clarities[lag] ?? 0;
    if (clarity >= 0.9 * best && clarity >= (clarities[lag - 1] ?? 0) && clarity >= (clarities[lag + 1] ?? 0))
      return { hz: rate / lag, clarity: best, levelDb };
  }
  return { hz: 0, clarity: Math.max(0, best), levelDb };
}

function halved(pcm: Int16Array, at: number): Float64Array {
  const half = new Float64Array(windowSamples + longestLag + 1);
  for (let i = 0; i < half.length; i++) half[i] = ((pcm[at + 2 * i] ?? 0) + (pcm[at + 2 * i + 1] ?? 0)) / 2;
  return half;
}
