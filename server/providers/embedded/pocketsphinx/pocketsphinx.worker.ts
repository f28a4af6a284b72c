import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveWorker } from '../../../lib/serve-worker';
import { commonPhrases } from '../soundswallower/common-phrases';
import { wordsOf } from '../text/words';
import type { RecognisedWord, Recognition } from '../recogniser';
import { Utterances } from '../utterances';
import { loadSphinx, type SphinxLibrary, type SphinxModel } from './library';
import { guessPhones } from './phones';
import { arpaTrigram } from './trigram';

const msPerFrame = 10;
const languageWeight = 6.5;
const wordInsertionPenalty = 0.65;

/** How much the general model and the agent's phrases count; anything from 0.3 to 0.7 measured alike. */
const mixture = { general: 0.6, agent: 0.4 };

/** Guessing how a word is said takes 14 ms. */
const maxNewWords = 300;

interface Decoder {
  readonly sphinx: SphinxLibrary;
  readonly handle: unknown;
  readonly config: unknown;
  readonly logmath: unknown;
  readonly model: SphinxModel;
  /** The general language model, read once and retained for each use. */
  readonly general: unknown;
}

let decoder: Decoder | undefined;
let lastPartial = '';
const utterances = new Utterances({
  start() {
    const { sphinx, handle } = loaded();
    // A stream of its own, so that its frames are counted from 0.
    sphinx.ps_start_stream(handle);
    if (sphinx.ps_start_utt(handle) !== 0) throw new Error('PocketSphinx could not start an utterance');
  },
  feed(pcm) {
    const { sphinx, handle } = loaded();
    sphinx.ps_process_raw(handle, pcm, pcm.length, 0, 0);
  },
  end() {
    const decoding = loaded();
    decoding.sphinx.ps_end_utt(decoding.handle);
    return wordsHeard(decoding);
  },
});

const send = serveWorker({
  load(model: SphinxModel) {
    decoder = load(model);
  },
  prepare(hints: readonly string[]) {
    setLanguageModel(loaded(), hints);
    reset();
  },
  push(pcm: Int16Array) {
    utterances.push(pcm);
    if (utterances.isRunning) tellPartial(loaded());
  },
  transcribe(): Recognition {
    return recognition(utterances.finish());
  },
  reset() {
    reset();
  },
  dispose() {
    if (decoder === undefined) return;
    reset();
    decoder.sphinx.ngram_model_free(decoder.general);
    decoder.sphinx.ps_free(decoder.handle);
    decoder = undefined;
  },
});

function load(model: SphinxModel): Decoder {
  const sphinx = loadSphinx();
  const settings = ['-hmm', model.acoustic, '-dict', model.dictionary, '-lm', model.languageModel, '-logfn', '/dev/null'];
  // Voice activity is judged before the sound gets here. The flat second pass costs 90 ms at the end and no longer pays.
  settings.push('-remove_silence', 'no', '-fwdflat', 'no');
  const config: unknown = sphinx.cmd_ln_parse_r(null, sphinx.ps_args(), settings.length, settings, 1);
  const handle: unknown = config === null ? null : sphinx.ps_init(config);
  if (handle === null) throw new Error('PocketSphinx could not load its English model');
  const logmath: unknown = sphinx.ps_get_logmath(handle);
  const general: unknown = sphinx.ngram_model_read(config, model.languageModel, 0, logmath);
  if (general === null) throw new Error('PocketSphinx could not read its English language model');
  sphinx.ngram_model_apply_weights(general, languageWeight, wordInsertionPenalty);
  return { sphinx, handle, config, logmath, model, general };
}

/** Mixes the agent's phrases into the general model, or takes the general one alone. */
function setLanguageModel({ sphinx, handle, config, logmath, general }: Decoder, hints: readonly string[]): void {
  const sentences = [...commonPhrases.en, ...hints].map((phrase) => wordsOf(phrase)).filter((words) => words.length > 0);
  const speakable = teach(sphinx, handle, new Set(sentences.flat()));
  const usable = sentences.filter((words) => words.every((word) => speakable.has(word)));
  const agent = usable.length === 0 ? null : readArpa(arpaTrigram(usable), (path) => sphinx.ngram_model_read(config, path, 0, logmath));
  sphinx.ngram_model_retain(general);
  if (agent === null) {
    choose(sphinx, handle, general);
    return;
  }
  sphinx.ngram_model_apply_weights(agent, languageWeight, wordInsertionPenalty);
  const names = ['general', 'agent'];
  const weights = [mixture.general, mixture.agent];
  const mixed: unknown = sphinx.ngram_model_set_init(config, [general, agent], names, weights, 2);
  sphinx.ngram_model_set_interp(mixed, names, weights);
  choose(sphinx, handle, mixed);
}

function choose(sphinx: SphinxLibrary, handle: unknown, languageModel: unknown): void {
  if (sphinx.ps_set_lm(handle, 'conversation', languageModel) !== 0 || sphinx.ps_set_search(handle, 'conversation') !== 0) {
    throw new Error('PocketSphinx refused the language model');
  }
}

/** Adds unknown words with a guessed pronunciation; gives those that can be recognised. */
function teach(sphinx: SphinxLibrary, handle: unknown, words: ReadonlySet<string>): Set<string> {
  const speakable = new Set<string>();
  let added = 0;
  for (const word of words) {
    if (sphinx.ps_lookup_word(handle, word) !== null) {
      speakable.add(word);
      continue;
    }
    if (added >= maxNewWords) continue;
    const phones = guessPhones(word);
    if (phones === undefined) continue;
    added++;
    // Without the update that each call could make: setting the language model afterwards does it once.
    if ((sphinx.ps_add_word(handle, word, phones, 0) as number) >= 0) speakable.add(word);
  }
  return speakable;
}

/** The library reads language models from files only. */
function readArpa(arpa: string, read: (path: string) => unknown): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'parley-lm-'));
  try {
    const path = join(folder, 'agent.arpa');
    writeFileSync(path, arpa);
    return read(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tellPartial({ sphinx, handle }: Decoder): void {
  const hypothesis: unknown = sphinx.ps_get_hyp(handle, [0]);
  const text = [...utterances.words.map((word) => word.text), ...(typeof hypothesis === 'string' ? [hypothesis] : [])].join(' ').trim();
  if (text === lastPartial || text === '') return;
  send('partial', { text, stableLength: stablePrefix(lastPartial, text) });
  lastPartial = text;
}

/** What two answers in a row agree on up to the word before the last: the newest words still change. */
function stablePrefix(before: string, now: string): number {
  const old = before.split(' ');
  const words = now.split(' ');
  let same = 0;
  while (same < words.length - 1 && words[same] === old[same]) same++;
  return words.slice(0, same).join(' ').length;
}

/** The words of the utterance that just ended. */
function wordsHeard({ sphinx, handle, logmath }: Decoder): RecognisedWord[] {
  const heard: RecognisedWord[] = [];
  for (let segment: unknown = sphinx.ps_seg_iter(handle); segment !== null; segment = sphinx.ps_seg_next(segment)) {
    const text = String(sphinx.ps_seg_word(segment)).replace(/\(\d+\)$/, '');
    if (/^[<[+]/.test(text)) continue; // silence and noises
    const [from, to] = [[0], [0]] as [[number], [number]];
    sphinx.ps_seg_frames(segment, from, to);
    const posterior = sphinx.ps_seg_prob(segment, [0], [0], [0]) as number;
    heard.push({
      text,
      startMs: from[0] * msPerFrame,
      endMs: (to[0] + 1) * msPerFrame,
      confidence: Math.min(1, sphinx.logmath_exp(logmath, posterior) as number),
    });
  }
  return heard;
}

function recognition(words: readonly RecognisedWord[]): Recognition {
  const text = words.map((word) => word.text).join(' ');
  if (words.length === 0) return { text, words: [] };
  return { text, words, confidence: words.reduce((sum, word) => sum + word.confidence, 0) / words.length };
}

function reset(): void {
  utterances.reset();
  lastPartial = '';
}

function loaded(): Decoder {
  if (decoder === undefined) throw new Error('PocketSphinx is not loaded');
  return decoder;
}
