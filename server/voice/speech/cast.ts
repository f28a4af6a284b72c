import type { Clock } from '../../lib/clock';
import type { TextToSpeechOptions, TextToSpeechProvider, TextToSpeechSession } from '../../providers/spec/text-to-speech';
import { Voice } from '../voice';

type VoiceOptions = Omit<TextToSpeechOptions, 'signal'>;

export interface CastOptions {
  readonly provider: TextToSpeechProvider;
  readonly own: VoiceOptions;
  /** What further voices change, by label. */
  readonly others: Readonly<Record<string, Partial<VoiceOptions>>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** All voices of an agent in one conversation: its own, open from the start, and those that its words are marked with, opened when first needed. */
export class Cast {
  readonly #options: CastOptions;
  #own: VoiceOptions;
  #voices = new Map<string | null, Voice>();
  /** Replaced voices may still be speaking: they are closed with the conversation. */
  #retired: Voice[] = [];

  constructor(options: CastOptions) {
    this.#options = options;
    this.#own = options.own;
    this.#voice(null);
  }

  /** How the agent's own voice is opened now. */
  get own(): VoiceOptions {
    return this.#own;
  }

  session(label: string | null): Promise<TextToSpeechSession> {
    return this.#voice(label).session();
  }

  async sampleRate(): Promise<number> {
    return (await this.session(null)).sampleRate;
  }

  /** From the next response on the agent speaks so; what is being said is said to its end as it was. */
  change(own: Partial<VoiceOptions>): void {
    this.#own = { ...this.#own, ...own };
    this.#retired.push(...this.#voices.values());
    this.#voices = new Map();
    this.#voice(null);
    // Two changes back nothing can be speaking any more: one response is live at a time, and its draft.
    for (const old of this.#retired.splice(0, Math.max(0, this.#retired.length - mostRetired))) void old.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#voices.values(), ...this.#retired].map((voice) => voice.close()));
  }

  #voice(label: string | null): Voice {
    const known = this.#voices.get(label);
    if (known !== undefined) return known;
    const { provider, clock, signal, others } = this.#options;
    const voice = new Voice(provider, { ...this.#own, ...(label === null ? {} : others[label]) }, clock, signal);
    this.#voices.set(label, voice);
    return voice;
  }
}

const mostRetired = 4;
