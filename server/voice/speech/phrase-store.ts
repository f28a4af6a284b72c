import type { Clock } from '../../lib/clock';
import { withDeadline } from '../../lib/wait';
import { concatSamples } from '../audio/pcm';
import type { TextToSpeechOptions, TextToSpeechProvider } from '../../providers/spec/text-to-speech';

/** A phrase as a voice said it. */
export interface PhraseSound {
  readonly pcm: Int16Array;
  readonly sampleRate: number;
}

const mostBytes = 32 * 1024 * 1024;
const longestPhraseMs = 20_000;
const speakDeadlineMs = 12_000;

type VoiceOptions = Omit<TextToSpeechOptions, 'signal'>;

/** Phrases that must be there at once, or when no voice answers any more: said once by each voice and kept, the least used given up first. */
export class PhraseStore {
  readonly #phrases = new Map<string, PhraseSound>();
  readonly #making = new Map<string, Promise<PhraseSound | null>>();
  #bytes = 0;

  known(provider: TextToSpeechProvider, voice: VoiceOptions, text: string): PhraseSound | null {
    const key = keyOf(provider, voice, text);
    const found = this.#phrases.get(key);
    if (found === undefined) return null;
    this.#phrases.delete(key);
    this.#phrases.set(key, found);
    return found;
  }

  /** Has the voice say it unless it is there already; null when it cannot. Never throws. */
  make(
    provider: TextToSpeechProvider,
    voice: VoiceOptions,
    text: string,
    within: { readonly clock: Clock; readonly signal: AbortSignal },
  ): Promise<PhraseSound | null> {
    const found = this.known(provider, voice, text);
    if (found !== null) return Promise.resolve(found);
    const key = keyOf(provider, voice, text);
    const making =
      this.#making.get(key) ??
      say(provider, voice, text, within)
        .then(
          (sound) => {
            this.#keep(key, sound);
            return sound;
          },
          () => null,
        )
        .finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    return making;
  }

  #keep(key: string, sound: PhraseSound): void {
    this.#phrases.set(key, sound);
    this.#bytes += sound.pcm.byteLength;
    for (const [oldest, { pcm }] of this.#phrases) {
      if (this.#bytes <= mostBytes) break;
      this.#phrases.delete(oldest);
      this.#bytes -= pcm.byteLength;
    }
  }
}

/** Those of the process: the same voice says the same thing in every conversation. */
export const spokenPhrases = new PhraseStore();

async function say(
  provider: TextToSpeechProvider,
  voice: VoiceOptions,
  text: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<PhraseSound> {
  return withDeadline({ clock, limitMs: speakDeadlineMs, what: 'speaking a phrase', signal }, async (within) => {
    const session = await provider.open({ ...voice, signal: within });
    try {
      const parts: Int16Array[] = [];
      let samples = 0;
      for await (const { pcm } of session.speak(once(text), within)) {
        parts.push(pcm);
        samples += pcm.length;
        if (samples > (longestPhraseMs / 1_000) * session.sampleRate) throw new RangeError('the phrase does not end');
      }
      if (samples === 0) throw new Error('the voice said nothing');
      return { pcm: concatSamples(parts), sampleRate: session.sampleRate };
    } finally {
      await session.close();
    }
  });
}

async function* once(text: string): AsyncGenerator<string, void, void> {
  yield text;
}

function keyOf(provider: TextToSpeechProvider, { voiceId, language, speed, preferredSampleRate }: VoiceOptions, text: string): string {
  return JSON.stringify([provider.id, voiceId, language, speed, preferredSampleRate, text]);
}
