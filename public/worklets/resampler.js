/**
 * Changes the rate of a stream of samples with a polyphase windowed-sinc filter (Kaiser window, about 80 dB of stop band), so that nothing folds
 * back into the band of speech on the way down and no images appear on the way up. Shared by both worklets.
 */
export class Resampler {
  constructor(fromHz, toHz) {
    const divisor = greatestCommonDivisor(fromHz, toHz);
    this.up = toHz / divisor;
    this.down = fromHz / divisor;
    this.isIdentity = this.up === this.down;
    if (this.isIdentity) return;
    const edge = Math.min(1, this.up / this.down);
    const transition = 0.14 * edge;
    const half = Math.ceil(72 / (2.285 * Math.PI * transition) / 2);
    this.taps = half * 2;
    this.coefficients = designFilter(this.up, half, edge * 0.93);
    this.reset();
  }

  reset() {
    if (this.isIdentity) return;
    this.history = new Float32Array(this.taps);
    /** Position of the next output sample, in units of 1/up input samples after the start of the coming block. */
    this.position = 0;
  }

  /** The samples that can be made now; the filter holds back half its length. */
  process(input) {
    if (this.isIdentity) return input;
    const { up, down, taps, coefficients } = this;
    const joined = new Float32Array(taps + input.length);
    joined.set(this.history);
    joined.set(input, taps);
    const limit = input.length * up;
    const output = new Float32Array(Math.max(0, Math.ceil((limit - this.position) / down)));
    let position = this.position;
    for (let index = 0; index < output.length; index++) {
      const start = Math.floor(position / up) + 1;
      const row = (position % up) * taps;
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += joined[start + tap] * coefficients[row + tap];
      output[index] = sum;
      position += down;
    }
    this.position = position - limit;
    this.history = joined.slice(joined.length - taps);
    return output;
  }
}

function designFilter(phases, half, cutoff) {
  const taps = half * 2;
  const beta = 0.1102 * (80 - 8.7);
  const scale = besselI0(beta);
  const coefficients = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - half + 1 - phase / phases;
      const ratio = distance / half;
      const angle = Math.PI * cutoff * distance;
      const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
      const value = Math.abs(ratio) > 1 ? 0 : (sinc * besselI0(beta * Math.sqrt(1 - ratio * ratio))) / scale;
      coefficients[phase * taps + tap] = value;
      sum += value;
    }
    // Each phase passes a constant unchanged; otherwise a steady level would hum at the rate of the phases.
    for (let tap = 0; tap < taps; tap++) coefficients[phase * taps + tap] /= sum;
  }
  return coefficients;
}

function besselI0(x) {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-10; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a, b) {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
