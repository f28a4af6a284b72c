import type { SpeechEngines } from '../domain/speech/speech-engines';
import type { SpeechChunk } from '../providers/spec/text-to-speech';

const msPerCharacter = 20;

/** Speech that plays a script: the voice makes a tone of 20 ms for each character and tells its times; the ear hears one word a second. */
export function scriptedSpeech(): SpeechEngines & { readonly said: string[] } {
  const said: string[] = [];
  return {
    said,
    async openVoice(_, { preferredSampleRate }) {
      return {
        producedBy: 'scripted:voice-1',
        sampleRate: preferredSampleRate,
        async *speak(segments, signal): AsyncGenerator<SpeechChunk> {
          let atMs = 0;
          for await (const segment of segments) {
            signal.throwIfAborted();
            said.push(segment);
            const chars = [...segment];
            const pcm = Int16Array.from({ length: (chars.length * msPerCharacter * preferredSampleRate) / 1000 }, (__, i) =>
              Math.round(Math.sin((i / preferredSampleRate) * 2 * Math.PI * 440) * 8000),
            );
            const startMs = chars.map((___, i) => atMs + i * msPerCharacter);
            yield { pcm, alignment: { chars, startMs, durationMs: chars.map(() => msPerCharacter) } };
            atMs += chars.length * msPerCharacter;
          }
        },
        close: async () => undefined,
      };
    },
    async openEar(_, { language, onPartial }) {
      let samples = 0;
      const wordsSoFar = () => Array.from({ length: Math.ceil(samples / 16_000) }, (__, i) => `word${i + 1}`);
      return {
        push(pcm) {
          samples += pcm.length;
          onPartial({ text: wordsSoFar().join(' '), stableLength: 0 });
        },
        transcribe: async () => ({
          text: wordsSoFar().join(' '),
          confidence: 0.9,
          language: language === 'auto' ? 'en' : language,
          words: wordsSoFar().map((text, i) => ({ text, startMs: i * 1000, endMs: i * 1000 + 900 })),
          producedBy: 'scripted:ear-1',
        }),
        commit() {
          samples = 0;
        },
        close: async () => undefined,
      };
    },
  };
}
