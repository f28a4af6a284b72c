// Makes the recordings beside this file: questions to play as a microphone. Run with `npx tsx e2e/audio/make.ts`.
import { writeFileSync } from 'node:fs';
import { encodeWav } from '../../server/lib/wav';
import { embeddedTextToSpeech } from '../../server/providers/embedded/text-to-speech';

const sampleRate = 48_000;
/** The agent says its first message meanwhile. */
const leadSeconds = 6;
/** Played once: a fake microphone is silent after its file. */
const tailSeconds = 1;

/** The built-in voice that local recognition understands best. */
const voiceId = 'flite-rms';

const questions: Readonly<Record<string, string>> = {
  'cafe-opening-hours': 'What time do you open on Saturday?',
  'cafe-table-for-two': 'Do you have a table for two people tomorrow?',
  'support-reset-password': 'How do I reset my password?',
  'barge-in-wait': 'Wait, stop, I have a question.',
};

await make();

async function make(): Promise<void> {
  const { signal } = new AbortController();
  const provider = embeddedTextToSpeech.create({}, 'flite');
  const voice = await provider.open({ voiceId, language: 'en', speed: 1, preferredSampleRate: 16_000, signal });
  for (const [name, question] of Object.entries(questions)) {
    const speech = threefold(await speak(question));
    const pcm = new Int16Array(leadSeconds * sampleRate + speech.length + tailSeconds * sampleRate);
    pcm.set(speech, leadSeconds * sampleRate);
    writeFileSync(new URL(`${name}.wav`, import.meta.url), encodeWav(pcm, { sampleRate }));
  }
  await voice.close();

  async function speak(text: string): Promise<Int16Array> {
    const parts: number[] = [];
    const segments = (async function* () {
      yield text;
    })();
    for await (const { pcm } of voice.speak(segments, signal)) parts.push(...pcm);
    return Int16Array.from(parts);
  }
}

/** 16 kHz to 48 kHz, with straight lines between the samples. */
function threefold(pcm: Int16Array): Int16Array {
  return Int16Array.from({ length: pcm.length * 3 }, (_, i) => {
    const [from, to] = [pcm[Math.floor(i / 3)] ?? 0, pcm[Math.floor(i / 3) + 1] ?? 0];
    return Math.round(from + ((to - from) * (i % 3)) / 3);
  });
}
