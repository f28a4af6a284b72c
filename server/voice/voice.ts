import type { Clock } from '../lib/clock';
import { withDeadline } from '../lib/wait';
import type { TextToSpeechOptions, TextToSpeechProvider, TextToSpeechSession } from '../providers/spec/text-to-speech';

const openDeadlineMs = 10_000;

/** One conversation's voice: opened with the conversation, opened again if opening failed. */
export class Voice {
  readonly #provider: TextToSpeechProvider;
  readonly #options: TextToSpeechOptions;
  readonly #clock: Clock;
  #session: Promise<TextToSpeechSession>;

  constructor(provider: TextToSpeechProvider, options: Omit<TextToSpeechOptions, 'signal'>, clock: Clock, signal: AbortSignal) {
    this.#provider = provider;
    this.#options = { ...options, signal };
    this.#clock = clock;
    this.#session = this.#open();
    // The first response that needs it sees the failure.
    this.#session.catch(() => undefined);
  }

  async session(): Promise<TextToSpeechSession> {
    try {
      return await this.#session;
    } catch {
      this.#session = this.#open();
      return this.#session;
    }
  }

  async close(): Promise<void> {
    const session = await this.#session.catch(() => null);
    await session?.close();
  }

  #open(): Promise<TextToSpeechSession> {
    return withDeadline({ clock: this.#clock, limitMs: openDeadlineMs, what: `opening ${this.#provider.id}`, signal: this.#options.signal }, () =>
      this.#provider.open(this.#options),
    );
  }
}
