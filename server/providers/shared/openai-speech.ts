import type { ProviderError } from '../spec/provider-error';
import type { SpeechChunk, TextToSpeechOptions, TextToSpeechProvider, TextToSpeechSession, Voice } from '../spec/text-to-speech';
import { errorOfCategory, type HttpFailure } from './failures';
import { samplesOf } from './pcm-stream';
import { askVendor } from './request';

/** A vendor that speaks a text at `/audio/speech`, as OpenAI defined it: raw PCM16 at 24 kHz, streamed. */
export interface SpeechEndpoint {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly baseUrl: string;
  readonly headers: Record<string, string>;
  readonly voices: readonly Voice[];
  readonly defaultVoice: string;
  toError(failure: HttpFailure): ProviderError;
}

const sampleRate = 24_000;
const firstByteMs = 10_000;

export function speechByRequest(endpoint: SpeechEndpoint): TextToSpeechProvider {
  return {
    id: endpoint.id,
    languages: '*',
    voices: async () => endpoint.voices,
    async open(options) {
      options.signal.throwIfAborted();
      return new RequestSession(endpoint, options);
    },
  };
}

class RequestSession implements TextToSpeechSession {
  readonly sampleRate = sampleRate;
  readonly producedBy: string;
  readonly #endpoint: SpeechEndpoint;
  readonly #options: TextToSpeechOptions;
  readonly #closed = new AbortController();

  constructor(endpoint: SpeechEndpoint, options: TextToSpeechOptions) {
    this.#endpoint = endpoint;
    this.#options = options;
    this.producedBy = endpoint.id;
  }

  async *speak(segments: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
    const ended = AbortSignal.any([signal, this.#options.signal, this.#closed.signal]);
    let index = 0;
    for await (const segment of segments) {
      ended.throwIfAborted();
      if (/[\p{L}\p{N}]/u.test(segment)) yield* this.#speakSegment(segment, ended);
      yield { pcm: new Int16Array(0), endsSegment: index++ };
    }
  }

  async close(): Promise<void> {
    this.#closed.abort(new Error('the session was closed'));
  }

  async *#speakSegment(text: string, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
    const { provider, baseUrl, headers, toError } = this.#endpoint;
    const body = await askVendor(
      {
        url: `${baseUrl}/audio/speech`,
        init: { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(this.#body(text)) },
        signal,
        limitMs: firstByteMs,
        what: 'the first sound',
        provider,
        toError,
      },
      async (response) => response.body,
    );
    if (body === null) throw errorOfCategory(provider, 'bad-answer', 'the answer has no sound');
    yield* samplesOf(body, provider, signal);
  }

  #body(text: string) {
    const { model, voices, defaultVoice } = this.#endpoint;
    const { voiceId, speed } = this.#options;
    // A list that is known is complete: an id of another vendor gets the default voice. Where none is known, any id may exist.
    const isKnown = voiceId !== undefined && (voices.length === 0 || voices.some((voice) => voice.id === voiceId));
    return { model, input: text, voice: isKnown ? voiceId : defaultVoice, response_format: 'pcm', ...(speed === 1 ? {} : { speed }) };
  }
}
