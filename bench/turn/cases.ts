import { speechOf } from '../lib/figures';
import { loadRecordings, type Recording, type RecordedLanguage } from '../lib/recordings';

/** A moment at which a speaker fell silent. */
export interface PauseCase {
  readonly language: string;
  /** Sound up to the last sample of speech. */
  readonly pcm: Int16Array;
  /** Words so far, without punctuation: not every recogniser writes it, and some write a full stop wherever they are cut. */
  readonly words: string;
  readonly isEnd: boolean;
  /** How long a mid-turn pause lasts; infinite at the end. */
  readonly pauseMs: number;
}

const blockMs = 10;
const blockSamples = 160;
/** A dip this long is a place where a person can pause. */
const leastGapMs = 60;

/** Every recording gives its end and up to two places inside of it where its speaker could have paused. */
export function pauseCases(language: RecordedLanguage, limit: number): PauseCase[] {
  const recordings = loadRecordings(language, limit).filter(({ pcm }) => pcm.length > 16_000);
  const cases = recordings.flatMap((recording) => casesOf(recording));
  const inner = cases.filter(({ isEnd }) => !isEnd).length;
  let nth = 0;
  return cases.map((each) => (each.isEnd ? each : { ...each, pauseMs: pauseQuantile(shuffled(nth++, inner)) }));
}

function casesOf({ language, text, pcm: whole }: Recording): PauseCase[] {
  const pcm = speechOf(whole);
  const words = plain(text).split(' ');
  const end: PauseCase = { language, pcm, words: words.join(' '), isEnd: true, pauseMs: Number.POSITIVE_INFINITY };
  const gaps = gapsOf(pcm)
    .filter(({ fromMs, toMs }) => fromMs > 500 && toMs < (pcm.length / 16) * 0.85)
    .sort((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))
    .slice(0, 2);
  const inner = gaps.flatMap(({ fromMs }) => {
    const spoken = wordsUpTo(words, text, fromMs / (pcm.length / 16));
    if (spoken.length === 0 || spoken.length === words.length) return [];
    return [{ language, pcm: pcm.slice(0, fromMs * 16), words: spoken.join(' '), isEnd: false, pauseMs: 0 }];
  });
  return [end, ...inner];
}

/** Where the speaker is at a share of the recording, by the letters of the text. */
function wordsUpTo(words: readonly string[], text: string, share: number): string[] {
  const letters = words.join('').length;
  let spoken = 0;
  const count = words.findIndex((word) => {
    const isBefore = spoken + word.length / 2 >= share * letters;
    spoken += word.length;
    return isBefore;
  });
  if (count === -1) return [...words];
  // People pause where the text has a mark, if there is one near.
  const marked = text.split(/\s+/u).findIndex((word, i) => /[,;:.]$/u.test(word) && Math.abs(i + 1 - count) <= 1);
  return words.slice(0, marked === -1 ? count : marked + 1);
}

function gapsOf(pcm: Int16Array): { fromMs: number; toMs: number }[] {
  const levels = Array.from({ length: Math.floor(pcm.length / blockSamples) }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < blockSamples; j++) sum += (pcm[i * blockSamples + j] ?? 0) ** 2;
    return Math.sqrt(sum / blockSamples);
  });
  const quiet = (levels.toSorted((a, b) => a - b)[Math.floor(levels.length * 0.95)] ?? 0) * 0.03;
  const gaps: { fromMs: number; toMs: number }[] = [];
  let from: number | null = null;
  levels.forEach((level, i) => {
    if (level < quiet) from ??= i;
    else if (from !== null) {
      if ((i - from) * blockMs >= leastGapMs) gaps.push({ fromMs: from * blockMs, toMs: i * blockMs });
      from = null;
    }
  });
  return gaps;
}

/** Lengths of pauses inside turns: the survival curve that the public eot-bench reports through its plain silence timer (55.6 % over 300 ms, 21.7 % over 600, 5 % over 1600). */
function pauseQuantile(u: number): number {
  const curve = [
    [1, 150],
    [0.556, 300],
    [0.217, 600],
    [0.05, 1600],
    [0.005, 3500],
  ] as const;
  for (let i = 1; i < curve.length; i++) {
    const [more, shorter] = curve[i - 1] ?? [1, 150];
    const [less, longer] = curve[i] ?? [0, 3500];
    if (u >= less) return shorter * (longer / shorter) ** ((Math.log(more) - Math.log(u)) / (Math.log(more) - Math.log(less)));
  }
  return 3500;
}

/** Each share once, in an order that has nothing to do with that of the recordings. */
function shuffled(nth: number, count: number): number {
  const step = Math.max(1, Math.round(count * 0.618));
  return (((nth * step + Math.floor((nth * step) / count)) % count) + 0.5) / count;
}

export function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}
