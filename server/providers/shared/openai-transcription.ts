import { z } from 'zod';
import type { ProviderError } from '../spec/provider-error';
import {
  type SpeechToTextOptions,
  type SpeechToTextProvider,
  type SpeechToTextSession,
  type Transcription,
  transcriptionSampleRate,
} from '../spec/speech-to-text';
import { errorOfCategory, type HttpFailure } from './failures';
import { askVendor } from './request';
import { joined, wavOf } from './wav';

/** A vendor that takes a recording at `/audio/transcriptions`, as OpenAI defined it. */
export interface TranscriptionEndpoint {
  /** `provider:model`. */
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly baseUrl: string;
  readonly headers: Record<string, string>;
  /** Gives word times and the likelihood of each part, with `response_format=verbose_json`. */
  readonly isVerbose: boolean;
  toError(failure: HttpFailure): ProviderError;
}

const answerSchema = z.object({
  text: z.string(),
  language: z.string().optional(),
  words: z.array(z.object({ word: z.string(), start: z.number(), end: z.number() })).nullish(),
  segments: z
    .array(z.object({ start: z.number().optional(), end: z.number().optional(), avg_logprob: z.number().optional(), no_speech_prob: z.number().optional() }))
    .nullish(),
});

const limitMs = 20_000;
const mostSamples = 120 * transcriptionSampleRate;
const longestPrompt = 800;
/** Above this a part is noise to the vendor; what it wrote for it was made up. */
const surelyNoSpeech = 0.8;

export function transcriptionByRequest(endpoint: TranscriptionEndpoint): SpeechToTextProvider {
  return {
    id: endpoint.id,
    isStreaming: false,
    languages: '*',
    async open(options) {
      options.signal.throwIfAborted();
      return new RequestSession(endpoint, options);
    },
  };
}

class RequestSession implements SpeechToTextSession {
  readonly #endpoint: TranscriptionEndpoint;
  readonly #options: SpeechToTextOptions;
  readonly #closed = new AbortController();
  #parts: Int16Array[] = [];
  #samples = 0;

  constructor(endpoint: TranscriptionEndpoint, options: SpeechToTextOptions) {
    this.#endpoint = endpoint;
    this.#options = options;
  }

  push(pcm: Int16Array): void {
    this.#parts.push(pcm);
    this.#samples += pcm.length;
    let dropped = 0;
    while (this.#samples - dropped > mostSamples && this.#parts.length > 1) dropped += this.#parts.shift()?.length ?? 0;
    if (dropped === 0) return;
    this.#samples -= dropped;
    this.#options.onError(errorOfCategory(this.#endpoint.provider, 'internal', 'the turn is too long; its oldest sound was dropped'));
  }

  async transcribe(signal: AbortSignal): Promise<Transcription> {
    if (this.#samples === 0) return { text: '', producedBy: this.#endpoint.id };
    const { baseUrl, headers, provider, toError } = this.#endpoint;
    // Encoded beforehand: a form that is still being streamed when its request is aborted breaks the process in Node's fetch.
    const form = new Response(this.#form());
    const body = await form.arrayBuffer();
    signal.throwIfAborted();
    const answer = await askVendor(
      {
        url: `${baseUrl}/audio/transcriptions`,
        init: { method: 'POST', headers: { ...headers, 'content-type': form.headers.get('content-type') ?? '' }, body },
        signal: AbortSignal.any([signal, this.#closed.signal, this.#options.signal]),
        limitMs,
        what: 'the transcription',
        provider,
        toError,
      },
      async (response) => answerSchema.parse(await response.json()),
    );
    return this.#transcription(answer);
  }

  commit(): void {
    this.#parts = [];
    this.#samples = 0;
  }

  async close(): Promise<void> {
    this.#closed.abort(new Error('the session was closed'));
    this.commit();
  }

  #form(): FormData {
    const { model, isVerbose } = this.#endpoint;
    const { language, otherLanguages = [], hints } = this.#options;
    const form = new FormData();
    form.append('file', new Blob([wavOf(joined(this.#parts), transcriptionSampleRate)], { type: 'audio/wav' }), 'turn.wav');
    form.append('model', model);
    form.append('response_format', isVerbose ? 'verbose_json' : 'json');
    if (isVerbose) form.append('timestamp_granularities[]', 'word');
    if (isVerbose) form.append('timestamp_granularities[]', 'segment');
    if (language !== 'auto' && otherLanguages.length === 0) form.append('language', language.split('-')[0] ?? language);
    if (hints.length > 0) form.append('prompt', promptOf(hints));
    form.append('temperature', '0');
    return form;
  }

  #transcription(answer: z.infer<typeof answerSchema>): Transcription {
    const segments = answer.segments ?? [];
    const isNoise = segments.length > 0 && segments.every((segment) => (segment.no_speech_prob ?? 0) > surelyNoSpeech);
    const confidence = confidenceOf(segments);
    return {
      text: isNoise ? '' : answer.text.trim(),
      ...(confidence === undefined ? {} : { confidence }),
      ...(answer.language === undefined ? {} : { language: languageCode(answer.language) }),
      ...(answer.words == null || isNoise
        ? {}
        : { words: answer.words.map((word) => ({ text: word.word, startMs: Math.round(word.start * 1_000), endMs: Math.round(word.end * 1_000) })) }),
      producedBy: this.#endpoint.id,
    };
  }
}

/** The prompt shows the recogniser how names are written; it is no instruction. */
function promptOf(hints: readonly string[]): string {
  let prompt = '';
  for (const hint of hints) {
    if (prompt.length + hint.length + 2 > longestPrompt) break;
    prompt += prompt === '' ? hint : `, ${hint}`;
  }
  return `${prompt}.`;
}

/** Mean likelihood of a part's tokens, weighed by the parts' lengths. */
function confidenceOf(segments: readonly { start?: number | undefined; end?: number | undefined; avg_logprob?: number | undefined }[]): number | undefined {
  let sum = 0;
  let total = 0;
  for (const segment of segments) {
    if (segment.avg_logprob === undefined) continue;
    const seconds = Math.max(0.01, (segment.end ?? 0) - (segment.start ?? 0));
    sum += Math.exp(segment.avg_logprob) * seconds;
    total += seconds;
  }
  return total === 0 ? undefined : Math.min(1, sum / total);
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });
const knownCodes = 'en es pt fr de it nl pl ru uk tr ar he hi ja ko zh sv da no fi cs el hu ro bg hr sk id ms th vi ta ca'.split(' ');
const codeByName = new Map(knownCodes.map((code) => [languageNames.of(code)?.toLowerCase() ?? code, code]));

/** Whisper names languages in English words. */
function languageCode(name: string): string {
  return codeByName.get(name.toLowerCase()) ?? name;
}
