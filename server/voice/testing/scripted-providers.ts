import type { GenerateRequest, LanguageModelProvider, ModelPart } from '../../providers/spec/language-model';
import type { SpeechToTextOptions, SpeechToTextProvider, Transcription } from '../../providers/spec/speech-to-text';
import type { SpeechChunk, TextToSpeechOptions, TextToSpeechProvider } from '../../providers/spec/text-to-speech';
import type { VoiceActivityProvider } from '../../providers/spec/voice-activity';
import type { Clock } from '../../lib/clock';
import { delay } from '../../lib/wait';

/** Loud frames are speech. */
export const loudnessDetector: VoiceActivityProvider = {
  id: 'scripted:loudness',
  open: async () => ({ frameSamples: 512, probability: (frame) => (Math.abs(frame[0] ?? 0) > 1000 ? 1 : 0), reset() {}, close() {} }),
};

export class ScriptedEar implements SpeechToTextProvider {
  readonly id = 'scripted:ear';
  readonly isStreaming = true;
  readonly languages = '*' as const;
  /** What the open turn says when it is asked for; an Error is thrown. */
  words: string | Error = '';
  /** How many times it cannot be opened before it can. */
  failedOpenings = 0;
  /** What it says the language was; null: nothing. */
  heardLanguage: string | null = null;
  /** What each session was opened with, in order. */
  readonly opened: SpeechToTextOptions[] = [];
  answerAfterMs = 20;
  pushedSamples = 0;
  commits = 0;
  openSessions = 0;
  #options: SpeechToTextOptions | null = null;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  partial(text: string): void {
    this.#options?.onPartial({ text, stableLength: text.length });
  }

  async open(options: SpeechToTextOptions) {
    if (this.failedOpenings-- > 0) throw new Error('cannot be opened');
    this.#options = options;
    this.opened.push(options);
    this.openSessions++;
    return {
      push: (pcm: Int16Array) => {
        this.pushedSamples += pcm.length;
      },
      transcribe: async (signal: AbortSignal): Promise<Transcription> => {
        await delay(this.#clock, this.answerAfterMs, signal);
        if (this.words instanceof Error) throw this.words;
        return { text: this.words, confidence: 0.9, producedBy: this.id, ...(this.heardLanguage === null ? {} : { language: this.heardLanguage }) };
      },
      commit: () => {
        this.commits++;
      },
      close: async () => {
        this.openSessions--;
        this.#options = null;
      },
    };
  }

  get isOpen(): boolean {
    return this.#options !== null;
  }
}

export type ScriptedReply = string | Error | readonly ModelPart[] | 'hang';

export class ScriptedModel implements LanguageModelProvider {
  readonly id = 'scripted:model';
  readonly requests: GenerateRequest[] = [];
  readonly #clock: Clock;
  replies: ScriptedReply[] = [];
  firstTokenMs = 50;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async *generate(request: GenerateRequest): AsyncGenerator<ModelPart> {
    this.requests.push(request);
    const reply = this.replies.shift() ?? 'Fine.';
    await delay(this.#clock, reply === 'hang' ? 10_000_000 : this.firstTokenMs, request.signal);
    if (reply instanceof Error) throw reply;
    if (typeof reply !== 'string') {
      yield* reply;
      return;
    }
    for (const word of reply.match(/\S+\s*/gu) ?? []) yield { kind: 'text-delta', text: word };
    yield { kind: 'finished', reason: 'stop' };
  }
}

/** Speaks ten characters a second: a character lasts 100 ms. */
export class ScriptedMouth implements TextToSpeechProvider {
  readonly id = 'scripted:mouth';
  readonly languages = '*' as const;
  readonly spoken: string[] = [];
  readonly #clock: Clock;
  failure: Error | null = null;
  firstByteMs = 30;
  openStreams = 0;
  /** What each session was opened with, in order. */
  readonly opened: TextToSpeechOptions[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async voices() {
    return [];
  }

  async open(options: TextToSpeechOptions) {
    const mouth = this;
    mouth.opened.push(options);
    return {
      producedBy: this.id,
      sampleRate: 16_000,
      async *speak(segments: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
        mouth.openStreams++;
        try {
          let index = 0;
          for await (const segment of segments) {
            await delay(mouth.#clock, mouth.firstByteMs, signal);
            if (mouth.failure !== null) throw mouth.failure;
            mouth.spoken.push(segment);
            const samples = segment.length * 1600;
            for (let at = 0; at < samples; at += 1600) yield { pcm: new Int16Array(1600).fill(500) };
            yield { pcm: new Int16Array(0), endsSegment: index++ };
          }
        } finally {
          mouth.openStreams--;
        }
      },
      async close() {},
    };
  }
}
