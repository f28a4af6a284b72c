import { withDeadline } from '../../lib/wait';
import { ProviderError } from '../spec/provider-error';
import {
  type SpeechToTextOptions,
  type SpeechToTextProvider,
  type SpeechToTextSession,
  type Transcription,
  transcriptionSampleRate,
} from '../spec/speech-to-text';
import { Chain, type ChainLink, type ChainOptions } from './chain';

/** Sound of the open turn that is kept to be heard again by the next provider. */
const mostKeptSamples = 60 * transcriptionSampleRate;
/** How much longer than the usual limit the last provider may take: there is nobody left to ask. */
const lastLimitFactor = 3;

/** One ear made of several: when one fails, the next hears the open turn from its beginning. */
export function chainSpeechToText(links: readonly ChainLink<SpeechToTextProvider>[], options: ChainOptions): SpeechToTextProvider {
  const chain = new Chain('speech-to-text', links, options);
  const [first] = links;
  if (first === undefined) throw new RangeError('a chain needs a provider');
  const languages = links.some((link) => link.provider.languages === '*') ? '*' : [...new Set(links.flatMap((link) => link.provider.languages))];
  return {
    id: first.provider.id,
    isStreaming: first.provider.isStreaming,
    languages,
    async open(sessionOptions) {
      const session = new ChainSession(chain, sessionOptions);
      await session.start();
      return session;
    },
  };
}

interface Ear {
  readonly link: ChainLink<SpeechToTextProvider>;
  readonly session: SpeechToTextSession;
  readonly controller: AbortController;
}

class ChainSession implements SpeechToTextSession {
  readonly #chain: Chain<SpeechToTextProvider>;
  readonly #options: SpeechToTextOptions;
  readonly #order: readonly ChainLink<SpeechToTextProvider>[];
  #position = 0;
  #ear: Ear | undefined;
  #change: Promise<Ear> | undefined;
  #kept: Int16Array[] = [];
  #keptSamples = 0;
  #isClosed = false;

  constructor(chain: Chain<SpeechToTextProvider>, options: SpeechToTextOptions) {
    this.#chain = chain;
    this.#options = options;
    const speaking = chain.links.filter((link) => speaks(link.provider.languages, options.language));
    this.#order = chain.order(speaking.length > 0 ? speaking : chain.links);
  }

  async start(): Promise<void> {
    await this.#current();
  }

  push(pcm: Int16Array): void {
    if (this.#isClosed) return;
    this.#kept.push(pcm);
    this.#keptSamples += pcm.length;
    while (this.#keptSamples > mostKeptSamples) this.#keptSamples -= this.#kept.shift()?.length ?? this.#keptSamples;
    this.#ear?.session.push(pcm);
  }

  async transcribe(signal: AbortSignal): Promise<Transcription> {
    for (let attempt = 0; ; ) {
      signal.throwIfAborted();
      const ear = await this.#current();
      try {
        const isLast = this.#position + 1 >= this.#order.length;
        const limitMs = this.#chain.deadlines.speechToTextMs * (isLast ? lastLimitFactor : 1);
        const transcription = await withDeadline({ clock: this.#chain.options.clock, limitMs, what: 'the transcription', signal }, (limited) =>
          ear.session.transcribe(limited),
        );
        this.#chain.succeeded(ear.link);
        return transcription;
      } catch (thrown) {
        if (signal.aborted) throw signal.reason;
        if (this.#ear !== ear) continue;
        const error = this.#chain.failed(ear.link, thrown);
        if (await this.#chain.retries(error, attempt, signal)) {
          attempt++;
          continue;
        }
        attempt = 0;
        await this.#goOn(ear, error);
      }
    }
  }

  commit(): void {
    this.#kept = [];
    this.#keptSamples = 0;
    this.#ear?.session.commit();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#kept = [];
    await this.#change?.catch(() => undefined);
    await this.#drop();
  }

  async #current(): Promise<Ear> {
    return this.#ear ?? this.#openNext();
  }

  /** Opens the provider at the present position, or the first behind it that opens; it hears the open turn again. */
  #openNext(): Promise<Ear> {
    this.#change ??= this.#openFrom().finally(() => {
      this.#change = undefined;
    });
    return this.#change;
  }

  async #openFrom(): Promise<Ear> {
    for (;;) {
      const link = this.#order[this.#position];
      if (link === undefined || this.#isClosed) throw new Error('the session is closed');
      try {
        const ear = await this.#openOne(link);
        for (const pcm of this.#kept) ear.session.push(pcm);
        this.#ear = ear;
        return ear;
      } catch (thrown) {
        if (this.#options.signal.aborted) throw this.#options.signal.reason;
        this.#step(link, this.#chain.failed(link, thrown));
      }
    }
  }

  async #openOne(link: ChainLink<SpeechToTextProvider>): Promise<Ear> {
    const controller = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, controller.signal]);
    const isCurrent = () => this.#ear?.controller === controller;
    this.#chain.begins(link);
    const opening = link.provider.open({
      ...this.#options,
      signal,
      onPartial: (partial) => {
        if (isCurrent()) this.#options.onPartial(partial);
      },
      onError: (error) => {
        if (isCurrent()) this.#lost(error);
      },
    });
    try {
      const isLast = this.#position + 1 >= this.#order.length;
      const limitMs = this.#chain.deadlines.openMs * (isLast ? lastLimitFactor : 1);
      const session = await withDeadline(
        { clock: this.#chain.options.clock, limitMs, what: 'opening the recogniser', signal: this.#options.signal },
        () => opening,
      );
      return { link, session, controller };
    } catch (error) {
      controller.abort();
      opening.then((late) => late.close()).catch(() => undefined);
      throw error;
    }
  }

  /** A provider that failed between two calls is replaced at once, so that the next call finds an ear that has heard it all. */
  #lost(thrown: Error): void {
    const ear = this.#ear;
    if (ear === undefined || this.#isClosed) return;
    if (!(thrown instanceof ProviderError && thrown.isPermanent)) {
      this.#chain.options.log.info({ provider: ear.link.ref, reason: thrown.message }, 'recogniser had a passing failure');
      return;
    }
    this.#goOn(ear, this.#chain.failed(ear.link, thrown))
      .then(
        () => this.#openNext(),
        (error: unknown) => this.#options.onError(error instanceof Error ? error : thrown),
      )
      .catch((error: unknown) => {
        if (!this.#isClosed && !this.#options.signal.aborted) this.#options.onError(error instanceof Error ? error : thrown);
      });
  }

  async #goOn(from: Ear, error: ProviderError): Promise<void> {
    if (this.#ear === from) await this.#drop();
    this.#step(from.link, error);
  }

  /** Moves to the next position; at the end of the chain the failure is thrown, and the next call begins with the first again. */
  #step(from: ChainLink<SpeechToTextProvider>, error: ProviderError): void {
    const next = this.#order[this.#position + 1];
    this.#chain.tell(from, next, error);
    this.#position = next === undefined ? 0 : this.#position + 1;
    if (next === undefined) throw error;
  }

  async #drop(): Promise<void> {
    const ear = this.#ear;
    this.#ear = undefined;
    if (ear === undefined) return;
    ear.controller.abort();
    await ear.session.close().catch((error: unknown) => {
      this.#chain.options.log.info({ provider: ear.link.ref, reason: String(error) }, 'recogniser did not close cleanly');
    });
  }
}

/** A bare code covers its regions; `auto` asks for anything. */
export function speaks(languages: readonly string[] | '*', wanted: string): boolean {
  if (languages === '*' || wanted === 'auto') return true;
  const [base] = wanted.toLowerCase().split('-');
  return languages.some(
    (language) => language.toLowerCase() === wanted.toLowerCase() || language.toLowerCase() === base || language.toLowerCase().split('-')[0] === base,
  );
}
