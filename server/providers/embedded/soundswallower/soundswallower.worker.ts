import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import createModule, { type Decoder } from 'soundswallower';
import { serveWorker } from '../../../lib/serve-worker';
import { guessPhones } from '../pocketsphinx/phones';
import type { RecognisedWord, Recognition } from '../recogniser';
import { wordsOf } from '../text/words';
import { Utterances } from '../utterances';
import { bigramGraph, type WordGraph } from './bigram-graph';
import { commonPhrases } from './common-phrases';

export interface SoundSwallowerModel {
  readonly language: 'en' | 'fr';
}

const acousticModels = { en: 'en-us', fr: 'fr-fr' } as const;

/** The search space grows with the words; past these it gets slow and no better. */
const maxWords = 1_500;

/** What the package's JavaScript does not wrap: building a graph of words. Texts are addresses in its memory. */
interface Native {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  _logmath_log(logmath: number, probability: number): number;
  _decoder_logmath(decoder: number): number;
  _decoder_set_fsg(decoder: number, graph: number): number;
  _fsg_model_init(name: number, logmath: number, languageWeight: number, states: number): number;
  _fsg_model_word_add(graph: number, word: number): number;
  _fsg_model_trans_add(graph: number, from: number, to: number, score: number, word: number): void;
  _fsg_model_null_trans_add(graph: number, from: number, to: number, score: number): number;
}

const languageWeight = 6.5;

let native: Native | undefined;
let decoder: Decoder | undefined;
let language: SoundSwallowerModel['language'] = 'en';
let lastPartial = '';
const utterances = new Utterances({
  start: () => loaded().start(),
  feed(pcm) {
    loaded().process_audio(
      Float32Array.from(pcm, (sample) => sample / 32_768),
      false,
      false,
    );
  },
  end() {
    loaded().stop();
    return wordsHeard(loaded());
  },
});

const send = serveWorker({
  async load(model: SoundSwallowerModel) {
    language = model.language;
    decoder = await load(acousticModels[language]);
  },
  prepare(hints: readonly string[]) {
    reset();
    listenFor(loaded(), bigramGraph(speakableSentences(loaded(), hints)));
  },
  push(pcm: Int16Array) {
    utterances.push(pcm);
    if (utterances.isRunning) tellPartial(loaded());
  },
  transcribe(): Recognition {
    const words = utterances.finish();
    return { text: words.map((word) => word.text).join(' '), words };
  },
  reset() {
    reset();
  },
  dispose() {
    decoder?.delete();
    decoder = undefined;
  },
});

async function load(acousticModel: string): Promise<Decoder> {
  // Its model is read from the package's own folder; without this it looks on the network.
  const modelBase = `${join(dirname(createRequire(import.meta.url).resolve('soundswallower')), 'model')}/`;
  const module = await createModule({ modelBase } as Parameters<typeof createModule>[0]);
  native = module as unknown as Native;
  const made = new module.Decoder({ hmm: module.get_model_path(acousticModel), samprate: 16_000, loglevel: 'FATAL' });
  await made.initialize();
  return made;
}

function listenFor(into: Decoder, graph: WordGraph): void {
  const lib = native;
  if (lib === undefined) throw new Error('SoundSwallower is not loaded');
  const handle = (into as unknown as { readonly cdecoder: number }).cdecoder;
  const logmath = lib._decoder_logmath(handle);
  const score = (probability: number): number => Math.round(lib._logmath_log(logmath, Math.max(probability, 1e-9)) * languageWeight);
  const fsg = withText(lib, 'phrases', (name) => lib._fsg_model_init(name, logmath, languageWeight, graph.states));
  const wordIds = new Map<string, number>();
  for (const { word } of graph.words) {
    if (!wordIds.has(word))
      wordIds.set(
        word,
        withText(lib, word, (address) => lib._fsg_model_word_add(fsg, address)),
      );
  }
  for (const { from, to, probability, word } of graph.words) lib._fsg_model_trans_add(fsg, from, to, score(probability), wordIds.get(word) ?? 0);
  for (const { from, to, probability } of graph.nulls) lib._fsg_model_null_trans_add(fsg, from, to, score(probability));
  if (lib._decoder_set_fsg(handle, fsg) < 0) throw new Error('SoundSwallower refused the phrases');
}

function withText<T>(lib: Native, text: string, use: (address: number) => T): T {
  const bytes = new TextEncoder().encode(`${text}\0`);
  const address = lib._malloc(bytes.length);
  lib.HEAPU8.set(bytes, address);
  try {
    return use(address);
  } finally {
    lib._free(address);
  }
}

/** Sentences whose every word the dictionary has, after the unknown English ones were taught to it. */
function speakableSentences(into: Decoder, hints: readonly string[]): string[][] {
  const sentences = [...commonPhrases[language], ...hints].map((hint) => wordsOf(hint, language)).filter((words) => words.length > 0);
  const known = new Map<string, boolean>();
  const taught: [string, string][] = [];
  for (const word of new Set(sentences.flat())) {
    if (known.size >= maxWords) break;
    const phones = into.lookup_word(word) === null && language === 'en' ? guessPhones(word) : undefined;
    if (phones !== undefined) taught.push([word, phones]);
    known.set(word, phones !== undefined || into.lookup_word(word) !== null);
  }
  if (taught.length > 0) into.add_words(...taught);
  return sentences.filter((words) => words.every((word) => known.get(word) === true));
}

function tellPartial(from: Decoder): void {
  const text = [...utterances.words.map((word) => word.text), from.get_text()].join(' ').trim();
  if (text === '' || text === lastPartial) return;
  lastPartial = text;
  send('partial', { text, stableLength: 0 });
}

/** The words of the utterance that just ended. */
function wordsHeard(from: Decoder): RecognisedWord[] {
  const { w: words = [] } = from.get_alignment({ start: 0 });
  return words
    .map(({ t, b, d }) => ({ text: t.replace(/\(\d+\)$/, ''), startMs: b * 1000, endMs: (b + d) * 1000, confidence: 0 }))
    .filter(({ text }) => text !== '' && !/^[<[+(]/.test(text));
}

function reset(): void {
  utterances.reset();
  lastPartial = '';
}

function loaded(): Decoder {
  if (decoder === undefined) throw new Error('SoundSwallower is not loaded');
  return decoder;
}
