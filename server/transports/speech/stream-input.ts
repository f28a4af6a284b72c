import { WebSocket } from 'ws';
import { z } from 'zod';
import { AppError, toAppError } from '../../lib/app-error';
import { Channel } from '../../lib/channel';
import { closeReason } from '../convai-websocket/downlink';
import type { SpeakingVoice, SpeechCaller, SpeechProof, SpokenSound, VoiceRequest } from '../speech-host';
import { GenerationSchedule } from './generation-schedule';
import { bearerOf, type SpeechSocketOptions } from './speech-socket';

export interface SpeakingConnection {
  readonly ws: WebSocket;
  readonly query: URLSearchParams;
  readonly proof: SpeechProof;
  readonly voiceId: string;
  /** Several contexts on one socket, told apart by `context_id`. */
  readonly isMulti: boolean;
}

const mostContexts = 5;
/** Pieces of text that wait to be spoken, for one context. */
const mostWaiting = 500;
/** Sound that a slow client has not taken yet; more of it is not made meanwhile. */
const mostBuffered = 1024 * 1024;
const bufferCheckMs = 20;
const usualInactivitySeconds = 20;
const longestInactivitySeconds = 180;
const defaultContext = 'default';

const locator = z.looseObject({ pronunciation_dictionary_id: z.string().max(200), version_id: z.string().max(200).nullish() });
const message = z.looseObject({
  text: z.string().max(50_000).nullish(),
  voice_settings: z.looseObject({ stability: z.number().nullish(), similarity_boost: z.number().nullish(), speed: z.number().nullish() }).nullish(),
  generation_config: z.looseObject({ chunk_length_schedule: z.array(z.number().min(1).max(5000)).max(50).nullish() }).nullish(),
  pronunciation_dictionary_locators: z.array(locator).max(3).nullish(),
  try_trigger_generation: z.boolean().nullish(),
  flush: z.boolean().nullish(),
  context_id: z.string().max(200).nullish(),
  close_context: z.boolean().nullish(),
  close_socket: z.boolean().nullish(),
  'xi-api-key': z.string().nullish(),
  xi_api_key: z.string().nullish(),
  authorization: z.string().nullish(),
});
type Message = z.infer<typeof message>;

/** Text in, sound out: `stream-input`, and `multi-stream-input` with several contexts. */
export async function serveStreamInput(connection: SpeakingConnection, options: SpeechSocketOptions): Promise<void> {
  const socket = new SpeakingSocket(connection, options);
  connection.ws.on('message', (data, isBinary) => socket.receive(isBinary ? null : String(data)));
  connection.ws.on('close', () => socket.end());
}

class SpeakingSocket {
  readonly #connection: SpeakingConnection;
  readonly #options: SpeechSocketOptions;
  readonly #contexts = new Map<string, SpeechContext>();
  readonly #life = new AbortController();
  #caller: Promise<SpeechCaller> | undefined;
  #cancelInactivity = () => {};
  /** Messages are dealt with in the order they came, although the first waits for the caller to be known. */
  #turn: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(connection: SpeakingConnection, options: SpeechSocketOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#watchInactivity();
  }

  receive(text: string | null): void {
    if (this.#isOver) return;
    this.#watchInactivity();
    this.#turn = this.#turn.then(() => this.#take(text)).catch((thrown: unknown) => this.#refuse(thrown));
  }

  end(): void {
    this.#isOver = true;
    this.#cancelInactivity();
    this.#life.abort();
    for (const context of this.#contexts.values()) context.cancel();
    this.#contexts.clear();
  }

  async #take(text: string | null): Promise<void> {
    if (this.#isOver) return;
    const given = readMessage(text);
    const key = given['xi-api-key'] ?? given.xi_api_key ?? bearerOf(given.authorization) ?? this.#connection.proof.key;
    this.#caller ??= this.#options.host.admit({ ...this.#connection.proof, key }, 'tts_websocket');
    const caller = await this.#caller;
    if (given.close_socket === true) return this.#finishAll();
    const id = this.#connection.isMulti ? (given.context_id ?? defaultContext) : defaultContext;
    const context = this.#contexts.get(id) ?? (given.close_context === true ? undefined : this.#open(caller, id, given));
    if (context === undefined) return;
    if (given.close_context === true) return context.finish();
    // An empty text ends a plain stream; between several it only keeps its context alive.
    if (given.text === '' && !this.#connection.isMulti) return context.finish();
    context.add(given.text ?? '', given);
  }

  #open(caller: SpeechCaller, id: string, first: Message): SpeechContext {
    if (this.#contexts.size >= mostContexts) throw new AppError('rate_limited', `A socket speaks in at most ${mostContexts} contexts at a time.`);
    const { query, voiceId } = this.#connection;
    const settings = first.voice_settings;
    const life = new AbortController();
    const context = new SpeechContext({
      schedule: new GenerationSchedule({
        isAuto: query.get('auto_mode') === 'true',
        schedule: first.generation_config?.chunk_length_schedule ?? [],
      }),
      life,
      openVoice: () =>
        caller.openVoice({
          voiceId,
          modelId: query.get('model_id') ?? undefined,
          language: query.get('language_code') ?? undefined,
          outputFormat: query.get('output_format') ?? 'mp3_44100_128',
          settings: settingsOf(settings),
          dictionaries: (first.pronunciation_dictionary_locators ?? []).map((each) => ({
            dictionaryId: each.pronunciation_dictionary_id,
            versionId: each.version_id ?? undefined,
          })),
          signal: AbortSignal.any([life.signal, this.#life.signal]),
        }),
      onSound: (sound) => this.#sendSound(id, sound),
    });
    this.#contexts.set(id, context);
    void context.run().then(
      () => this.#finished(id),
      (thrown: unknown) => {
        if (!this.#life.signal.aborted && !life.signal.aborted) this.#refuse(thrown);
      },
    );
    return context;
  }

  async #sendSound(id: string, { bytes, alignment }: SpokenSound): Promise<void> {
    const { ws, isMulti } = this.#connection;
    if (bytes.length === 0 && alignment === undefined) return;
    while (ws.readyState === WebSocket.OPEN && ws.bufferedAmount > mostBuffered) {
      await new Promise<void>((resolve) => {
        this.#options.clock.after(bufferCheckMs, resolve);
      });
    }
    const times =
      alignment === undefined
        ? null
        : { chars: alignment.chars, charStartTimesMs: alignment.startMs.map(Math.round), charDurationsMs: alignment.durationMs.map(Math.round) };
    this.#send({
      audio: Buffer.from(bytes).toString('base64'),
      isFinal: isMulti ? false : null,
      alignment: times,
      normalizedAlignment: times,
      ...(isMulti ? { contextId: id } : {}),
    });
  }

  #finished(id: string): void {
    this.#contexts.delete(id);
    this.#send({ audio: null, isFinal: true, ...(this.#connection.isMulti ? { contextId: id } : {}) });
    if (!this.#connection.isMulti) this.#close(1000, '');
  }

  async #finishAll(): Promise<void> {
    const contexts = [...this.#contexts.values()];
    for (const context of contexts) context.finish();
    await Promise.allSettled(contexts.map((context) => context.done));
    this.#close(1000, '');
  }

  #watchInactivity(): void {
    this.#cancelInactivity();
    const asked = Number(this.#connection.query.get('inactivity_timeout') ?? usualInactivitySeconds);
    const seconds = Number.isFinite(asked) && asked > 0 ? Math.min(asked, longestInactivitySeconds) : usualInactivitySeconds;
    this.#cancelInactivity = this.#options.clock.after(seconds * 1000, () => {
      if ([...this.#contexts.values()].some((context) => context.isSpeaking)) return this.#watchInactivity();
      this.#send({ message: `No text came for ${seconds} seconds.`, error: 'input_timeout_exceeded', code: 1008 });
      this.#close(1008, 'input_timeout_exceeded');
    });
  }

  #refuse(thrown: unknown): void {
    if (this.#isOver) return;
    const error = toAppError(thrown);
    if (error.code === 'internal') this.#options.log.error({ err: error.cause ?? error }, 'a speech socket failed');
    this.#send({ message: error.publicMessage, error: error.code, code: 1008 });
    this.#close(error.code === 'internal' ? 1011 : 1008, error.publicMessage);
  }

  #send(frame: object): void {
    if (this.#connection.ws.readyState === WebSocket.OPEN) this.#connection.ws.send(JSON.stringify(frame));
  }

  #close(code: number, reason: string): void {
    this.#isOver = true;
    this.#cancelInactivity();
    this.#connection.ws.close(code, closeReason(reason));
  }
}

interface ContextOptions {
  readonly schedule: GenerationSchedule;
  readonly life: AbortController;
  readonly openVoice: () => Promise<SpeakingVoice>;
  readonly onSound: (sound: SpokenSound) => Promise<void>;
}

/** One stretch of speech: text comes, sound goes, until it is finished or cancelled. */
class SpeechContext {
  readonly #options: ContextOptions;
  readonly #pieces = new Channel<string>({ capacity: mostWaiting, whenFull: 'wait' });
  readonly #done = Promise.withResolvers<void>();
  #pending = 0;

  constructor(options: ContextOptions) {
    this.#options = options;
  }

  get done(): Promise<void> {
    return this.#done.promise;
  }

  get isSpeaking(): boolean {
    return this.#pending > 0;
  }

  add(text: string, { flush, try_trigger_generation: tryTrigger }: Message): void {
    this.#offer(this.#options.schedule.add(text, { tryTrigger: tryTrigger === true }));
    if (flush === true) this.#offer(this.#options.schedule.flush());
  }

  /** No more text: what is there is spoken to its end. */
  finish(): void {
    this.#offer(this.#options.schedule.flush());
    this.#pieces.close();
  }

  cancel(): void {
    this.#options.life.abort();
    this.#pieces.close();
  }

  async run(): Promise<void> {
    try {
      const voice = await this.#options.openVoice();
      try {
        for await (const sound of voice.say(this.#counted())) await this.#options.onSound(sound);
      } finally {
        await voice.close();
      }
    } finally {
      this.#pieces.close();
      this.#done.resolve();
    }
  }

  async *#counted(): AsyncGenerator<string> {
    for await (const piece of this.#pieces) {
      yield piece;
      // Asked for the next one, so this one has been taken up.
      this.#pending--;
    }
  }

  #offer(pieces: readonly string[]): void {
    for (const piece of pieces) {
      if (!this.#pieces.offer(piece)) throw new AppError('rate_limited', 'Text comes faster than it can be spoken.');
      this.#pending++;
    }
  }
}

function readMessage(text: string | null): Message {
  if (text === null) throw new AppError('invalid_message', 'Messages are JSON text.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_message', 'The message is not valid JSON.', { cause });
  }
  const read = message.safeParse(value);
  if (!read.success)
    throw new AppError('invalid_message', `The message is not valid: ${read.error.issues[0]?.path.join('.')} ${read.error.issues[0]?.message}`);
  return read.data;
}

function settingsOf(settings: Message['voice_settings']): VoiceRequest['settings'] {
  return {
    ...(settings?.stability == null ? {} : { stability: settings.stability }),
    ...(settings?.similarity_boost == null ? {} : { similarityBoost: settings.similarity_boost }),
    ...(settings?.speed == null ? {} : { speed: settings.speed }),
  };
}
