import type { Clock } from '../../lib/clock';
import { createResampler } from '../../lib/resample';
import type { TextToSpeechOptions, TextToSpeechProvider } from '../../providers/spec/text-to-speech';
import type { EchoReference } from '../evidence/echo';
import type { Transport } from '../transport';
import type { PhraseStore } from './phrase-store';

const frameMs = 60;
const networkMs = 40;
const fadeMs = 15;
/** Longer is no listening noise. */
const longestMs = 1_200;

export interface InterjectionOptions {
  readonly provider: TextToSpeechProvider;
  readonly store: PhraseStore;
  readonly transport: Transport;
  /** Told as a response's sound is: it comes back as an echo like any other. */
  readonly track: EchoReference;
  readonly clock: Clock;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly loudness: number;
}

interface Ready {
  readonly text: string;
  readonly pcm: Int16Array;
}

/** A2: short sounds beside the participant's speech. They are made ahead, since they are of no use late, and sent whole, as no response. */
export class Interjections {
  readonly #options: InterjectionOptions;
  #ready: Ready[] = [];
  #prepared = 0;
  #position: { readonly soundId: number; readonly ms: number } = { soundId: -1, ms: 0 };

  constructor(options: InterjectionOptions) {
    this.#options = options;
  }

  /** Has a voice say these from now on; until they are there none is said. */
  async prepare(words: readonly string[], voice: Omit<TextToSpeechOptions, 'signal'>): Promise<void> {
    const { provider, store, clock, signal, transport, loudness } = this.#options;
    const preparation = ++this.#prepared;
    this.#ready = [];
    for (const text of words) {
      if (signal.aborted || preparation !== this.#prepared) return;
      const sound = await store.make(provider, voice, text, { clock, signal });
      if (sound === null || preparation !== this.#prepared) continue;
      const pcm = quieter(
        trimmed(atRate(sound.pcm, sound.sampleRate, transport.outputSampleRate), transport.outputSampleRate),
        loudness,
        transport.outputSampleRate,
      );
      if (pcm.length > 0 && pcm.length <= (longestMs / 1_000) * transport.outputSampleRate) this.#ready.push({ text, pcm });
    }
  }

  /** Says one and tells which; null when none is ready. `soundId` is no response's: clients that drop overtaken responses keep it apart. */
  say(soundId: number, index: number): string | null {
    const chosen = this.#ready[index % Math.max(1, this.#ready.length)];
    if (chosen === undefined) return null;
    const { transport, track, now } = this.#options;
    const rate = transport.outputSampleRate;
    const samples = Math.round((rate * frameMs) / 1_000);
    let startMs = this.#position.soundId === soundId ? this.#position.ms : 0;
    let heardAtMs = now() + networkMs;
    for (let at = 0; at < chosen.pcm.length; at += samples) {
      const part = chosen.pcm.slice(at, at + samples);
      const durationMs = (part.length / rate) * 1_000;
      transport.sendAudio({ kind: 'audio-out', responseId: soundId, startMs, durationMs, pcm: part });
      track.agentSound(part, rate, heardAtMs);
      startMs += durationMs;
      heardAtMs += durationMs;
    }
    this.#position = { soundId, ms: startMs };
    return chosen.text;
  }
}

function atRate(pcm: Int16Array, from: number, to: number): Int16Array {
  if (from === to) return pcm;
  const resampler = createResampler(from, to);
  const [body, rest] = [resampler.process(pcm), resampler.flush()];
  const whole = new Int16Array(body.length + rest.length);
  whole.set(body);
  whole.set(rest, body.length);
  return whole;
}

/** Without the silence voices put around what they say. */
function trimmed(pcm: Int16Array, rate: number): Int16Array {
  const isLoud = (sample: number) => Math.abs(sample) > 250;
  const first = pcm.findIndex(isLoud);
  if (first < 0) return pcm;
  const margin = Math.round((rate * fadeMs) / 1_000);
  return pcm.slice(Math.max(0, first - margin), pcm.findLastIndex(isLoud) + margin);
}

function quieter(pcm: Int16Array, loudness: number, rate: number): Int16Array {
  const fade = Math.round((rate * fadeMs) / 1_000);
  return pcm.map((sample, i) => Math.round(sample * loudness * Math.min(1, (i + 1) / fade, (pcm.length - i) / fade)));
}
