import { type Pitch, pitchAt, pitchSamples } from '../../lib/pitch';
import type { SoundRing } from './sound-ring';
import { bandLevels, lowBands, spectrumSamples } from './spectrum';

const hopSamples = 320;
const voicedFrom = 0.6;
/** Before so much was heard its kind is not known, in readings of 20 ms. */
const fewestReadings = 8;
/** What is looked back on at most: later sound of long speech says no more. */
const mostReadings = 50;

interface Reading extends Pitch {
  /** Energy above 1 kHz against that below, in dB. */
  readonly brightnessDb: number;
}

export interface VoiceQuality {
  readonly hum: number;
  readonly noise: number;
  /** Loudness of its louder part, in dB below full scale. */
  readonly levelDb: number;
}

/** Listens to one stretch of sound from its onset on and says what kind of sound it is. Reads each moment once. */
export class QualityMeter {
  readonly #sound: SoundRing;
  readonly #readings: Reading[] = [];
  #at: number;

  /** `from`: position of the onset in the stream. */
  constructor(sound: SoundRing, from: number) {
    this.#sound = sound;
    this.#at = from;
  }

  /** Null: too little was heard. */
  quality(): VoiceQuality | null {
    this.#read();
    if (this.#readings.length < fewestReadings) return null;
    const levels = this.#readings.map(({ levelDb }) => levelDb).toSorted((a, b) => a - b);
    return { ...kindOf(this.#readings), levelDb: levels[Math.floor(levels.length * 0.8)] ?? -90 };
  }

  #read(): void {
    while (this.#at + pitchSamples <= this.#sound.written && this.#readings.length < mostReadings) {
      const pcm = this.#sound.read(this.#at, this.#at + pitchSamples);
      this.#readings.push({ ...pitchAt(pcm, 0), brightnessDb: brightness(bandLevels(pcm, (pitchSamples - spectrumSamples) >> 1, 1)) });
      this.#at += hopSamples;
    }
  }
}

function kindOf(readings: readonly Reading[]): { readonly hum: number; readonly noise: number } {
  const loud = readings.filter(({ levelDb }) => levelDb > -55);
  if (loud.length === 0) return { hum: 0, noise: 1 };
  const voiced = loud.filter(({ clarity, hz }) => clarity > voicedFrom && hz > 0);
  const voicedShare = voiced.length / loud.length;
  // The clearest cough has a few voiced readings; the most breathy word has many.
  const noise = between(0.4, 0.1, voicedShare);
  if (voiced.length < fewestReadings / 2) return { hum: 0, noise };
  const pitches = voiced.map(({ hz }) => 12 * Math.log2(hz)).toSorted((a, b) => a - b);
  const spread = (pitches[Math.floor(pitches.length * 0.85)] ?? 0) - (pitches[Math.floor(pitches.length * 0.15)] ?? 0);
  const dullness = -median(voiced.map(({ brightnessDb }) => brightnessDb));
  const levels = voiced.map(({ levelDb }) => levelDb).toSorted((a, b) => a - b);
  const swing = (levels[Math.floor(levels.length * 0.85)] ?? 0) - (levels[Math.floor(levels.length * 0.15)] ?? 0);
  // A closed mouth lets little through above 1 kHz, whatever the voice; a hum keeps its note or glides a little, and its loudness.
  return { hum: Math.min(between(0.6, 0.85, voicedShare), between(19, 26, dullness), between(5, 2.5, spread), between(9, 5, swing)), noise };
}

function brightness(levels: Float64Array): number {
  const power = (bands: Float64Array): number => bands.reduce((sum, level) => sum + 10 ** (level / 10), 0);
  return 10 * Math.log10(power(levels.subarray(lowBands)) / power(levels.subarray(0, lowBands)));
}

/** 0 at one value, 1 at another, in between in between. */
function between(zeroAt: number, oneAt: number, value: number): number {
  return Math.min(1, Math.max(0, (value - zeroAt) / (oneAt - zeroAt)));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
