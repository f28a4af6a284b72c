import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { AppError, toAppError } from '../../lib/app-error';
import { createResampler, type Resampler } from '../../lib/resample';
import { withDeadline } from '../../lib/wait';
import { decodeMulaw } from '../../voice/audio/mulaw';
import { samplesFromBytes } from '../../voice/audio/pcm';
import { closeReason } from '../convai-websocket/downlink';
import type { HeardUtterance, ListeningEar, SpeechProof } from '../speech-host';
import type { SpeechSocketOptions } from './speech-socket';

export interface HearingConnection {
  readonly ws: WebSocket;
  readonly query: URLSearchParams;
  readonly proof: SpeechProof;
}

const heardRate = 16_000;
/** Messages that wait to be heard. */
const mostWaiting = 200;
const commitLimitMs = 60_000;
const longestSessionMs = 3 * 60 * 60_000;
const longestUtteranceSeconds = 90;

const chunk = z.looseObject({
  message_type: z.literal('input_audio_chunk'),
  audio_base_64: z.string(),
  commit: z.boolean().nullish(),
  sample_rate: z.number().int().min(8000).max(48_000).nullish(),
  previous_text: z.string().max(5000).nullish(),
});

const formats = ['pcm_8000', 'pcm_16000', 'pcm_22050', 'pcm_24000', 'pcm_44100', 'pcm_48000', 'ulaw_8000'] as const;

/** Kinds of failure in this protocol's words. */
const failureOf: Partial<Record<AppError['code'], string>> = {
  unauthenticated: 'auth_error',
  invalid_api_key: 'auth_error',
  rate_limited: 'rate_limited',
  invalid_message: 'input_error',
  bad_request: 'invalid_request',
  too_large: 'chunk_size_exceeded',
  timed_out: 'transcriber_error',
  provider_rejected: 'transcriber_error',
};

/** Sound in, words out while it is spoken: the realtime transcription socket. */
export async function serveScribe(connection: HearingConnection, options: SpeechSocketOptions): Promise<void> {
  const socket = new HearingSocket(connection, options);
  connection.ws.on('message', (data, isBinary) => socket.receive(isBinary ? null : String(data)));
  connection.ws.on('close', () => socket.end());
  await socket.begin();
}

class HearingSocket {
  readonly #connection: HearingConnection;
  readonly #options: SpeechSocketOptions;
  readonly #life = new AbortController();
  readonly #settings: ScribeSettings;
  #ear: ListeningEar | undefined;
  #resampler: Resampler | undefined;
  #resampledFrom = 0;
  #waiting = 0;
  #turn: Promise<void> = Promise.resolve();
  #cancelEnd = () => {};
  /** Of the utterance that is being heard, in ms. */
  #spoken = { speechMs: 0, silenceMs: 0, totalMs: 0 };
  #isOver = false;

  constructor(connection: HearingConnection, options: SpeechSocketOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#settings = readSettings(connection.query);
  }

  async begin(): Promise<void> {
    this.#turn = this.#start().catch((thrown: unknown) => this.#fail(thrown));
    await this.#turn;
  }

  receive(text: string | null): void {
    if (this.#isOver) return;
    if (++this.#waiting > mostWaiting) return this.#fail(new AppError('rate_limited', 'Sound comes faster than it can be heard.'), 'queue_overflow');
    this.#turn = this.#turn
      .then(() => this.#take(text))
      .catch((thrown: unknown) => this.#fail(thrown))
      .finally(() => {
        this.#waiting--;
      });
  }

  end(): void {
    if (this.#life.signal.aborted) return;
    this.#isOver = true;
    this.#cancelEnd();
    this.#life.abort();
    void this.#ear?.close();
  }

  async #start(): Promise<void> {
    const { query, proof } = this.#connection;
    const settings = this.#settings;
    const format = query.get('audio_format') ?? 'pcm_16000';
    if (!formats.some((known) => known === format)) throw new AppError('bad_request', `Sound comes as one of ${formats.join(', ')}.`);
    const caller = await this.#options.host.admit(proof, 'realtime_scribe');
    const ear = await caller.openEar({
      modelId: query.get('model_id') ?? undefined,
      language: settings.language,
      hints: settings.hints,
      signal: this.#life.signal,
      onPartial: (text) => this.#send({ message_type: 'partial_transcript', text }),
      onError: (error) => this.#fail(error, 'transcriber_error'),
    });
    if (this.#isOver) return ear.close();
    this.#ear = ear;
    this.#cancelEnd = this.#options.clock.after(longestSessionMs, () =>
      this.#fail(new AppError('bad_request', 'A session lasts three hours.'), 'session_time_limit_exceeded'),
    );
    this.#send({
      message_type: 'session_started',
      session_id: randomUUID(),
      config: {
        sample_rate: Number(format.split('_')[1]),
        audio_format: format,
        language_code: settings.language === 'auto' ? null : settings.language,
        model_id: query.get('model_id') ?? 'scribe_v2_realtime',
        commit_strategy: settings.strategy,
        vad_silence_threshold_secs: settings.silenceMs / 1000,
        vad_threshold: settings.threshold,
        min_speech_duration_ms: settings.leastSpeechMs,
        include_timestamps: settings.withTimes,
        include_language_detection: settings.withLanguage,
      },
    });
  }

  async #take(text: string | null): Promise<void> {
    const ear = this.#ear;
    if (this.#isOver || ear === undefined) return;
    const given = readChunk(text);
    const pcm = this.#samplesOf(given);
    if (pcm.length > 0) {
      ear.push(pcm);
      this.#spoken.totalMs += (pcm.length / heardRate) * 1000;
      if (this.#settings.strategy === 'vad' && (await this.#hasEnded(ear, pcm))) return this.#commit(ear);
    }
    if (given.commit === true || this.#spoken.totalMs > longestUtteranceSeconds * 1000) await this.#commit(ear);
  }

  /** Counts speech and silence: an utterance has ended when enough speech was followed by enough silence. */
  async #hasEnded(ear: ListeningEar, pcm: Int16Array): Promise<boolean> {
    for (const { ms, probability } of await ear.activity(pcm)) {
      if (probability >= this.#settings.threshold) {
        this.#spoken.speechMs += ms;
        this.#spoken.silenceMs = 0;
      } else {
        this.#spoken.silenceMs += ms;
      }
    }
    return this.#spoken.speechMs >= this.#settings.leastSpeechMs && this.#spoken.silenceMs >= this.#settings.silenceMs;
  }

  async #commit(ear: ListeningEar): Promise<void> {
    if (this.#spoken.totalMs === 0) return;
    this.#spoken = { speechMs: 0, silenceMs: 0, totalMs: 0 };
    const heard = await withDeadline({ clock: this.#options.clock, limitMs: commitLimitMs, what: 'transcription', signal: this.#life.signal }, (signal) =>
      ear.commit(signal),
    );
    this.#send({ message_type: 'committed_transcript', text: heard.text });
    if (this.#settings.withTimes || this.#settings.withLanguage) this.#send(withTimes(heard, this.#settings));
  }

  #samplesOf(given: z.infer<typeof chunk>): Int16Array {
    const format = this.#connection.query.get('audio_format') ?? 'pcm_16000';
    const bytes = Buffer.from(given.audio_base_64, 'base64');
    const pcm = format === 'ulaw_8000' ? decodeMulaw(bytes) : samplesFromBytes(bytes).pcm;
    const rate = format === 'ulaw_8000' ? 8000 : (given.sample_rate ?? Number(format.split('_')[1]));
    if (this.#resampler === undefined || this.#resampledFrom !== rate) {
      this.#resampler = createResampler(rate, heardRate);
      this.#resampledFrom = rate;
    }
    return this.#resampler.process(pcm);
  }

  #fail(thrown: unknown, kind?: string): void {
    if (this.#isOver) return;
    const error = toAppError(thrown);
    if (error.code === 'internal') this.#options.log.error({ err: error.cause ?? error }, 'a transcription socket failed');
    this.#send({ message_type: kind ?? failureOf[error.code] ?? 'error', error: error.publicMessage });
    this.#isOver = true;
    this.#connection.ws.close(error.code === 'internal' ? 1011 : 1008, closeReason(error.publicMessage));
  }

  #send(frame: object): void {
    if (!this.#isOver && this.#connection.ws.readyState === WebSocket.OPEN) this.#connection.ws.send(JSON.stringify(frame));
  }
}

interface ScribeSettings {
  readonly language: string;
  readonly hints: readonly string[];
  readonly strategy: 'manual' | 'vad';
  readonly threshold: number;
  readonly silenceMs: number;
  readonly leastSpeechMs: number;
  readonly withTimes: boolean;
  readonly withLanguage: boolean;
}

function readSettings(query: URLSearchParams): ScribeSettings {
  const number = (name: string, usual: number, least: number, most: number) => {
    const value = Number(query.get(name) ?? usual);
    return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : usual;
  };
  return {
    language: query.get('language_code')?.slice(0, 35) ?? 'auto',
    hints: query
      .getAll('keyterms')
      .slice(0, 100)
      .map((hint) => hint.slice(0, 100)),
    strategy: query.get('commit_strategy') === 'vad' ? 'vad' : 'manual',
    threshold: number('vad_threshold', 0.4, 0.05, 0.95),
    silenceMs: number('vad_silence_threshold_secs', 1.5, 0.3, 3) * 1000,
    leastSpeechMs: number('min_speech_duration_ms', 100, 50, 2000),
    withTimes: query.get('include_timestamps') === 'true',
    withLanguage: query.get('include_language_detection') === 'true',
  };
}

function readChunk(text: string | null): z.infer<typeof chunk> {
  if (text === null) throw new AppError('invalid_message', 'Messages are JSON text.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_message', 'The message is not valid JSON.', { cause });
  }
  const read = chunk.safeParse(value);
  if (!read.success) throw new AppError('invalid_message', 'The message is not an input_audio_chunk.');
  return read.data;
}

function withTimes({ text, language, words }: HeardUtterance, settings: ScribeSettings): object {
  return {
    message_type: 'committed_transcript_with_timestamps',
    text,
    ...(settings.withLanguage && language !== undefined ? { language_code: language } : {}),
    words: settings.withTimes
      ? (words ?? []).map((word) => ({ text: word.text, start: word.startMs / 1000, end: word.endMs / 1000, type: 'word', speaker_id: null, logprob: 0 }))
      : [],
  };
}
