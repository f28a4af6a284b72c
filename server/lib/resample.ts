/** Changes the sample rate of a stream of mono PCM16, given in chunks of any length. */
export interface Resampler {
  /** What can be said for certain so far: the result lags behind by half the filter (about 3 ms at 16 kHz). */
  process(pcm: Int16Array): Int16Array;
  /** The rest of the stream, so that all of it has the length of the input times the ratio of the rates. Starts anew afterwards. */
  flush(): Int16Array;
}

/**
 * A polyphase, linear-phase resampler between any two whole rates in Hz: flat to about 88 % of the lower band's edge, and at least 80 dB
 * down beyond that edge. The filter's delay is taken out: the first sample of the result belongs to the first sample of the input.
 */
export function createResampler(fromHz: number, toHz: number): Resampler {
  if (!Number.isInteger(fromHz) || !Number.isInteger(toHz) || fromHz <= 0 || toHz <= 0) {
    throw new RangeError(`sample rates must be positive whole numbers, not ${fromHz} and ${toHz}`);
  }
  if (fromHz === toHz) return { process: (pcm) => pcm.slice(), flush: () => new Int16Array(0) };
  return new PolyphaseResampler(bankFor(fromHz, toHz));
}

interface FilterBank {
  /** Result samples for every `down` input samples. */
  readonly up: number;
  readonly down: number;
  readonly taps: number;
  /** `up` filters of `taps` coefficients, one after another. */
  readonly coefficients: Float32Array;
}

class PolyphaseResampler implements Resampler {
  readonly #bank: FilterBank;
  readonly #half: number;
  /** Input not used up yet, after half a filter of silence at the very start. */
  #held: Float32Array;
  #heldLength: number;
  /** Where the next result sample's filter begins in `#held`, in 1/up input samples. */
  #position = 0;
  #samplesIn = 0;
  #samplesOut = 0;

  constructor(bank: FilterBank) {
    this.#bank = bank;
    this.#half = bank.taps / 2;
    this.#held = new Float32Array(bank.taps * 2);
    this.#heldLength = this.#half - 1;
  }

  process(pcm: Int16Array): Int16Array {
    this.#samplesIn += pcm.length;
    this.#append(pcm);
    return this.#drain(Number.POSITIVE_INFINITY);
  }

  flush(): Int16Array {
    const owed = Math.ceil((this.#samplesIn * this.#bank.up) / this.#bank.down) - this.#samplesOut;
    this.#append(new Int16Array(this.#half + 1));
    const rest = this.#drain(owed);
    this.#held.fill(0);
    this.#heldLength = this.#half - 1;
    this.#position = 0;
    this.#samplesIn = 0;
    this.#samplesOut = 0;
    return rest;
  }

  #append(pcm: Int16Array): void {
    const needed = this.#heldLength + pcm.length;
    if (needed > this.#held.length) {
      const larger = new Float32Array(needed * 2);
      larger.set(this.#held.subarray(0, this.#heldLength));
      this.#held = larger;
    }
    this.#held.set(pcm, this.#heldLength);
    this.#heldLength = needed;
  }

  #drain(most: number): Int16Array {
    const { up, down, taps, coefficients } = this.#bank;
    const held = this.#held;
    const lastStart = this.#heldLength - taps;
    if (lastStart < 0) return new Int16Array(0);
    const count = Math.min(most, Math.max(0, Math.floor((lastStart * up + up - 1 - this.#position) / down) + 1));
    const result = new Int16Array(count);
    let position = this.#position;
    for (let i = 0; i < count; i++) {
      const start = Math.floor(position / up);
      let tap = (position - start * up) * taps;
      let sum = 0;
      for (let k = start; k < start + taps; k++) sum += (held[k] ?? 0) * (coefficients[tap++] ?? 0);
      result[i] = sum > 32_767 ? 32_767 : sum < -32_768 ? -32_768 : Math.round(sum);
      position += down;
    }
    const used = Math.min(Math.floor(position / up), this.#heldLength);
    held.copyWithin(0, used, this.#heldLength);
    this.#heldLength -= used;
    this.#position = position - used * up;
    this.#samplesOut += count;
    return result;
  }
}

const stopbandDb = 84;
/** Where the pass band ends, as a part of the lower of the two Nyquist frequencies. */
const passband = 0.88;
const mostBanks = 32;
const banks = new Map<string, FilterBank>();

function bankFor(fromHz: number, toHz: number): FilterBank {
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const up = toHz / divisor;
  const down = fromHz / divisor;
  const key = `${up}/${down}`;
  const known = banks.get(key);
  if (known !== undefined) return known;
  const bank = designBank(up, down);
  const oldest = banks.keys().next();
  if (banks.size >= mostBanks && oldest.done !== true) banks.delete(oldest.value);
  banks.set(key, bank);
  return bank;
}

function designBank(up: number, down: number): FilterBank {
  const edge = Math.min(1, up / down);
  const transition = (1 - passband) * edge;
  const half = Math.ceil((stopbandDb - 8) / (2.285 * Math.PI * transition) / 2);
  const taps = half * 2;
  const cutoff = edge * ((1 + passband) / 2);
  const beta = 0.1102 * (stopbandDb - 8.7);
  const coefficients = new Float32Array(up * taps);
  for (let phase = 0; phase < up; phase++) {
    const row = coefficients.subarray(phase * taps, (phase + 1) * taps);
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const distance = k - half + 1 - phase / up;
      const value = cutoff * sinc(cutoff * distance) * kaiser(distance / half, beta);
      row[k] = value;
      sum += value;
    }
    // Every phase passes a constant unchanged; otherwise a steady level would hum at the rate of the phases.
    for (let k = 0; k < taps; k++) row[k] = (row[k] ?? 0) / sum;
  }
  return { up, down, taps, coefficients };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number, beta: number): number {
  return Math.abs(x) > 1 ? 0 : besselI0(beta * Math.sqrt(1 - x * x)) / besselI0(beta);
}

function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
