import { judgedSamples } from '../spec/end-of-turn';
import { createFft } from '../../lib/fft';

const window = 400;
const hop = 160;
export const bands = 80;
export const frames = judgedSamples / hop;
const bins = window / 2 + 1;
const half = window / 2;

/**
 * What the model is given: the log mel spectrogram of Whisper over the last 8 seconds, silence in front of shorter sound, brought to mean 0 and variance 1.
 * `bands` rows of `frames` numbers.
 */
export function logMel(sound: Int16Array): Float32Array {
  const taken = sound.length > judgedSamples ? sound.subarray(sound.length - judgedSamples) : sound;
  const silent = judgedSamples - taken.length;
  const { mean, scale } = normalisation(taken);
  // The window's centre is at each hop, so the ends are mirrored.
  const padded = new Float64Array(judgedSamples + window);
  padded.fill(-mean * scale, 0, half + silent);
  for (let i = 0; i < taken.length; i++) padded[half + silent + i] = ((taken[i] ?? 0) / 32_768 - mean) * scale;
  for (let i = 1; i <= half; i++) {
    padded[half - i] = padded[half + i] ?? 0;
    padded[half + judgedSamples - 1 + i] = padded[half + judgedSamples - 1 - i] ?? 0;
  }
  return compressed(melEnergies(padded, silent));
}

/** As the model was trained: over the padded sound, variance with a floor. */
function normalisation(taken: Int16Array): { mean: number; scale: number } {
  let sum = 0;
  let squares = 0;
  for (const sample of taken) {
    const value = sample / 32_768;
    sum += value;
    squares += value * value;
  }
  const mean = sum / judgedSamples;
  return { mean, scale: 1 / Math.sqrt(squares / judgedSamples - mean * mean + 1e-7) };
}

function melEnergies(padded: Float64Array, silent: number): Float32Array {
  const energies = new Float32Array(bands * frames);
  const power = new Float64Array(2 * bins);
  const real = new Float64Array(window);
  const imaginary = new Float64Array(window);
  // All windows that lie in the silence in front give the same: the first of them is computed.
  const alike = Math.max(0, Math.floor((silent - half) / hop));
  const first = Math.max(0, alike - 1);
  for (let frame = first; frame < frames; frame += 2) {
    for (let i = 0; i < window; i++) {
      real[i] = (padded[frame * hop + i] ?? 0) * (hann[i] ?? 0);
      imaginary[i] = (padded[(frame + 1) * hop + i] ?? 0) * (hann[i] ?? 0);
    }
    powersOfTwo(real, imaginary, power);
    filter(power, 0, energies, frame);
    if (frame + 1 < frames) filter(power, bins, energies, frame + 1);
  }
  for (let band = 0; band < bands; band++) energies.fill(energies[band * frames + first] ?? 0, band * frames, band * frames + first);
  return energies;
}

/** Two real windows cost one transform: one in the real part, one in the imaginary part. */
function powersOfTwo(real: Float64Array, imaginary: Float64Array, power: Float64Array): void {
  fft(real, imaginary);
  for (let k = 0; k < bins; k++) {
    const mirror = (window - k) % window;
    const [a, b, c, d] = [real[k] ?? 0, imaginary[k] ?? 0, real[mirror] ?? 0, imaginary[mirror] ?? 0];
    power[k] = ((a + c) ** 2 + (b - d) ** 2) / 4;
    power[bins + k] = ((b + d) ** 2 + (c - a) ** 2) / 4;
  }
}

function filter(power: Float64Array, offset: number, energies: Float32Array, frame: number): void {
  melFilters.forEach(({ firstBin, weights }, band) => {
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (power[offset + firstBin + i] ?? 0);
    energies[band * frames + frame] = sum;
  });
}

function compressed(energies: Float32Array): Float32Array {
  let loudest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < energies.length; i++) {
    const level = Math.log10(Math.max(1e-10, energies[i] ?? 0));
    energies[i] = level;
    if (level > loudest) loudest = level;
  }
  for (let i = 0; i < energies.length; i++) energies[i] = (Math.max(energies[i] ?? 0, loudest - 8) + 4) / 4;
  return energies;
}

// The scale is linear below 1000 Hz and logarithmic above.
const logStep = Math.log(6.4) / 27;
const fft = createFft([4, 4, 5, 5]);
const hann = Float64Array.from({ length: window }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / window));
const melFilters = filtersOf();

/** Slaney's mel scale, triangles of unit area; only the bins a triangle covers. */
function filtersOf(): readonly { readonly firstBin: number; readonly weights: Float64Array }[] {
  const top = toMel(8_000);
  const edges = Array.from({ length: bands + 2 }, (_, i) => toHz((top * i) / (bands + 1)));
  return Array.from({ length: bands }, (_, band) => {
    const [low = 0, middle = 0, high = 0] = edges.slice(band, band + 3);
    const weights = Array.from({ length: bins }, (__, bin) => {
      const hz = bin * 40;
      return (Math.max(0, Math.min((hz - low) / (middle - low), (high - hz) / (high - middle))) * 2) / (high - low);
    });
    const firstBin = Math.max(
      0,
      weights.findIndex((weight) => weight > 0),
    );
    return { firstBin, weights: Float64Array.from(weights.slice(firstBin, weights.findLastIndex((weight) => weight > 0) + 1)) };
  });
}

function toMel(hz: number): number {
  return hz < 1_000 ? (3 * hz) / 200 : 15 + Math.log(hz / 1_000) / logStep;
}

function toHz(mel: number): number {
  return mel < 15 ? (200 * mel) / 3 : 1_000 * Math.exp(logStep * (mel - 15));
}
