import { fold } from './text';
import type { Reply, Turn } from './turn';

/** Likeness from which a repetition counts as right; a recogniser hears a learner worse than a native speaker. */
const right = 0.9;
const close = 0.45;
/** After so many tries a sentence that was nearly right is right enough: the ear may be at fault, not the learner. */
const mostTries = 3;

/** Sentences to repeat, one after another, with one correction at a time; `undefined` when there are none or something else is asked. */
export function practiceStep(turn: Turn, answer: (said: string) => string | undefined): Reply | undefined {
  const { index, pack, wishes, previous, folded } = turn;
  const sentences = index.base.practice;
  if (sentences.length === 0) return undefined;
  const say = pack.say;
  const current = sentences.findLastIndex((sentence) => previous.includes(`«${sentence}»`));
  const sentence = sentences[current];
  const likenessNow = sentence === undefined ? 0 : likeness(folded, fold(sentence));
  if (sentence === undefined) {
    const isBeginning = wishes.has('next') || (wishes.has('yes') && turn.folded.split(' ').length <= 4);
    if (!isBeginning || (pack.question.test(folded) && answer(turn.said) !== undefined)) return undefined;
    return { text: say.practise(sentences[nextAfterHistory(turn)] ?? sentences[0] ?? '') };
  }
  const tries = turn.history.filter((message) => message.role === 'assistant' && message.content.includes(`«${sentence}»`)).length;
  if (likenessNow >= right || (likenessNow >= close && tries >= mostTries)) return { text: forward(turn, current) };
  if (likenessNow < close && wishes.has('next'))
    return { text: sentences[current + 1] === undefined ? say.practiceDone : say.practise(sentences[current + 1] ?? '') };
  if (likenessNow < close && (pack.question.test(folded) || wishes.has('who-are-you') || wishes.has('how-are-you') || wishes.has('no'))) return undefined;
  return { text: likenessNow >= close ? say.almost(firstMissed(folded, sentence), sentence) : say.onceMore(sentence) };
}

function forward(turn: Turn, current: number): string {
  const next = turn.index.base.practice[current + 1];
  return next === undefined ? turn.pack.say.practiceDone : turn.pack.say.wellDone(next);
}

/** Practice goes on behind the last sentence of the conversation. */
function nextAfterHistory(turn: Turn): number {
  const sentences = turn.index.base.practice;
  const reached = turn.history.reduce((last, message) => {
    const at = message.role === 'assistant' ? sentences.findLastIndex((sentence) => message.content.includes(`«${sentence}»`)) : -1;
    return at < 0 ? last : at;
  }, -1);
  return (reached + 1) % Math.max(1, sentences.length);
}

/** Words in common and in order, as a part of the longer of both. */
function likeness(said: string, wanted: string): number {
  const a = said.split(' ');
  const b = wanted.split(' ');
  return commonWords(a, b).length / Math.max(a.length, b.length, 1);
}

function firstMissed(said: string, sentence: string): string {
  const words = sentence.split(/\s+/);
  const wanted = words.map(fold);
  const heard = new Set(commonWords(said.split(' '), wanted));
  const missed = words[wanted.findIndex((_, i) => !heard.has(i))] ?? words.at(-1) ?? '';
  return missed.replace(/[^\p{L}\p{N}-]+/gu, '');
}

/** Positions in `b` of the longest run of words, in order, that `a` has too. */
function commonWords(a: readonly string[], b: readonly string[]): number[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row !== undefined) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const positions: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      positions.push(j);
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return positions;
}
