// How well recognisers understand each local voice, and how soon it is heard: `npm run bench -- voices [--models <dir>]`.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { createResampler } from '../../server/lib/resample';
import { configureEmbedded } from '../../server/providers/embedded/configure';
import { embeddedSpeechToText } from '../../server/providers/embedded/speech-to-text';
import { wordsOf } from '../../server/providers/embedded/text/words';
import { embeddedTextToSpeech } from '../../server/providers/embedded/text-to-speech';
import { wordErrors } from '../wer/word-errors';

const sentences = [
  'Thank you for calling, how can I help you today?',
  'Your table for four people is booked for Saturday at seven thirty.',
  'I am sorry, we have nothing left on Friday evening.',
  'Could you tell me your name and your telephone number, please?',
  'We are open every day except Monday, from noon until midnight.',
  'The doctor can see you on Tuesday morning at a quarter past nine.',
  'Your order will arrive within the next three or four days.',
  'Please hold the line while I check that for you.',
  'There is a garden behind the house where children can play.',
  'Is there anything else that I can do for you?',
];
const voices = ['piper-joe', 'flite-rms', 'flite-slt'];
const recognisers = ['whisper', 'pocketsphinx'];
const shortClause = 'Hello, how can I help you?';
const trials = 5;

const { values } = parseArgs({ options: { models: { type: 'string', default: '.data/models' } } });
configureEmbedded({ modelsDir: values.models });
const never = new AbortController().signal;

console.log(`${sentences.length} sentences; ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1) ?? '?'}\n`);
console.log(
  '| voice | WER Whisper | WER PocketSphinx | first sound of a short clause, median | CPU per second of speech | seconds a sentence | peak | RMS |\n|---|---|---|---|---|---|---|---|',
);
for (const voice of voices) {
  try {
    console.log(await measure(voice));
  } catch (error) {
    console.log(`| ${voice} | not run: ${error instanceof Error ? error.message : String(error)} |`);
  }
}
process.exit();

interface Spoken {
  readonly pcm: Int16Array;
  readonly sampleRate: number;
  readonly firstMs: number;
}

async function speak(voiceId: string, text: string): Promise<Spoken> {
  const model = voiceId.split('-')[0] ?? 'auto';
  const session = await embeddedTextToSpeech.create({}, model).open({ voiceId, language: 'en', speed: 1, preferredSampleRate: 16_000, signal: never });
  const only = (async function* () {
    yield text;
  })();
  const parts: Int16Array[] = [];
  const startedAt = performance.now();
  let firstMs: number | undefined;
  for await (const { pcm } of session.speak(only, never)) {
    if (pcm.length > 0) firstMs ??= performance.now() - startedAt;
    parts.push(pcm);
  }
  await session.close();
  return { pcm: joined(parts), sampleRate: session.sampleRate, firstMs: firstMs ?? Number.NaN };
}

async function measure(voice: string): Promise<string> {
  await speak(voice, shortClause); // loads
  const firsts: number[] = [];
  for (let i = 0; i < trials; i++) firsts.push((await speak(voice, shortClause)).firstMs);
  const cpu = process.cpuUsage();
  const spoken: Spoken[] = [];
  for (const sentence of sentences) spoken.push(await speak(voice, sentence));
  const { user, system } = process.cpuUsage(cpu);
  const seconds = spoken.reduce((sum, { pcm, sampleRate }) => sum + pcm.length / sampleRate, 0);
  const rates: string[] = [];
  for (const recogniser of recognisers) rates.push(await errorRate(recogniser, spoken));
  let peak = 0;
  let energy = 0;
  let samples = 0;
  for (const { pcm } of spoken) {
    for (const sample of pcm) {
      peak = Math.max(peak, Math.abs(sample));
      energy += sample * sample;
    }
    samples += pcm.length;
  }
  const median = firsts.toSorted((a, b) => a - b)[Math.floor(trials / 2)] ?? Number.NaN;
  const level = (value: number): string => `${(20 * Math.log10(value / 32_768)).toFixed(1)} dBFS`;
  return `| ${voice} | ${rates.join(' | ')} | ${Math.round(median)} ms | ${((user + system) / 1e6 / seconds).toFixed(2)} s | ${(seconds / sentences.length).toFixed(1)} | ${level(peak)} | ${level(Math.sqrt(energy / samples))} |`;
}

async function errorRate(recogniser: string, spoken: readonly Spoken[]): Promise<string> {
  const session = await embeddedSpeechToText
    .create({}, recogniser)
    .open({ language: 'en', hints: [], signal: never, onPartial: () => undefined, onError: (error) => console.error(error.message) });
  let errors = 0;
  let words = 0;
  for (const [i, { pcm, sampleRate }] of spoken.entries()) {
    const resampler = createResampler(sampleRate, 16_000);
    const quiet = new Int16Array(4_000);
    session.push(joined([quiet, resampler.process(pcm), resampler.flush(), quiet]));
    const reference = wordsOf(sentences[i] ?? '');
    errors += wordErrors(reference, wordsOf((await session.transcribe(never)).text));
    words += reference.length;
    session.commit();
  }
  await session.close();
  return `${((errors / words) * 100).toFixed(1)} %`;
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
