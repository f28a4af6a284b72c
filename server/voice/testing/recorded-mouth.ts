import type { SpeechChunk, TextToSpeechProvider } from '../../providers/spec/text-to-speech';

const chunkSamples = 1_600;

/** A voice that says everything with one recording, at 16 kHz: all of it for each answer, whatever its words. */
export class RecordedMouth implements TextToSpeechProvider {
  readonly id = 'recorded:mouth';
  readonly languages = '*' as const;
  readonly #pcm: Int16Array;

  constructor(pcm: Int16Array) {
    this.#pcm = pcm;
  }

  async voices() {
    return [];
  }

  async open() {
    const pcm = this.#pcm;
    return {
      producedBy: this.id,
      sampleRate: 16_000,
      async *speak(segments: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
        for await (const _ of segments) signal.throwIfAborted();
        for (let at = 0; at < pcm.length; at += chunkSamples) {
          signal.throwIfAborted();
          yield { pcm: pcm.slice(at, at + chunkSamples) };
        }
      },
      async close() {},
    };
  }
}
