import { createFft } from '../../lib/fft';

/** 16 ms at 16 kHz. */
export const spectrumSamples = 256;
export const spectrumMs = 16;
export const bandCount = 8;
/** Edges of the bands in bins of 62.5 Hz: from 187 Hz to 4 kHz, wider upwards as the ear hears. */
const edges = [3, 5, 8, 12, 17, 24, 33, 46, 64] as const;
/** Of these bands the first lie under 1 kHz. */
export const lowBands = 4;
const floorDb = -75;

const fft = createFft([4, 4, 4, 4]);
const window = Float64Array.from({ length: spectrumSamples }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / spectrumSamples));
const real = new Float64Array(spectrumSamples);
const imaginary = new Float64Array(spectrumSamples);

/** Loudness of stretches of 16 ms in eight bands, in dB below full scale: `count` of them from `at` on, one after another. */
export function bandLevels(pcm: Int16Array, at: number, count: number): Float64Array {
  const levels = new Float64Array(count * bandCount);
  // Two real stretches cost one transform: one in the real part, one in the imaginary part.
  for (let frame = 0; frame < count; frame += 2) {
    for (let i = 0; i < spectrumSamples; i++) {
      const shape = (window[i] ?? 0) / 32_768;
      real[i] = (pcm[at + frame * spectrumSamples + i] ?? 0) * shape;
      imaginary[i] = (pcm[at + (frame + 1) * spectrumSamples + i] ?? 0) * shape;
    }
    fft(real, imaginary);
    for (let band = 0; band < bandCount; band++) {
      let first = 0;
      let second = 0;
      for (let bin = edges[band] ?? 0; bin < (edges[band + 1] ?? 0); bin++) {
        const mirror = spectrumSamples - bin;
        const re = real[bin] ?? 0;
        const im = imaginary[bin] ?? 0;
        const mirroredRe = real[mirror] ?? 0;
        const mirroredIm = imaginary[mirror] ?? 0;
        first += ((re + mirroredRe) ** 2 + (im - mirroredIm) ** 2) / 4;
        second += ((im + mirroredIm) ** 2 + (mirroredRe - re) ** 2) / 4;
      }
      levels[frame * bandCount + band] = decibels(first);
      if (frame + 1 < count) levels[(frame + 1) * bandCount + band] = decibels(second);
    }
  }
  return levels;
}

const decibels = (energy: number): number => Math.max(floorDb, 10 * Math.log10(energy / 4_096 + 1e-12));
