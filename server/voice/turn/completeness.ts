import { normaliseTerm } from './normalise-term';
import { type TurnWords, turnWords } from './turn-words';

/** What can be said of words without a mark of their end. */
const unknown = 0.5;

/** How probable it is that a turn with these words is complete, 0 to 1, by the words alone. */
export function completenessOf(text: string, language: string): number {
  const spoken = normaliseTerm(text);
  if (spoken === '') return unknown;
  const known = turnWords(language);
  const tokens = spoken.split(' ');
  const mark = /([?!.…,–-])\s*$/u.exec(text)?.[1];
  if (mark === ',' || mark === '–' || mark === '-' || mark === '…' || text.trim().endsWith('...')) return 0.08;
  if (isDangling(tokens, known)) return 0.06;
  if (mark === '?' || mark === '!') return 0.97;
  if (endsWith(spoken, known.closing)) return tokens.length >= 2 ? 0.92 : 0.75;
  if (isOwing(spoken, known)) return 0.15;
  if (isQuestion(tokens, known)) return 0.72;
  if (isHalfSentence(tokens, known)) return 0.25;
  if (mark === '.' && tokens.length >= 3) return 0.75;
  return unknown;
}

/** Numbers, letters one by one, or an address said with "at" and "dot": people pause between the groups. */
export function isDictating(text: string, language: string): boolean {
  const { digits, at, dot } = turnWords(language);
  const tail = normaliseTerm(text).split(' ').slice(-3);
  if (tail.length < 2) return false;
  const pieces = tail.filter((token) => /^[\d-]+$/u.test(token) || digits.has(token) || /^[b-zñç]$/u.test(token)).length;
  if (pieces >= 2) return true;
  // "At" is an ordinary word of English, so there it takes a "dot" beside it.
  return tail.some((token) => at.has(token) && (token !== 'at' || tail.some((each) => dot.has(each))));
}

function isDangling(tokens: readonly string[], { dangling }: TurnWords): boolean {
  const last = tokens[tokens.length - 1] ?? '';
  // French and Italian articles cling to the next word: "l'" at the end is one of them.
  return dangling.has(last) || /^\p{L}{1,2}['’]$/u.test(last);
}

function isOwing(spoken: string, { owing }: TurnWords): boolean {
  return endsWith(spoken, owing);
}

/** "When do you" asks, "when I was" does not. */
function isQuestion(tokens: readonly string[], { asking, subordinate }: TurnWords): boolean {
  const [first = '', second = ''] = tokens;
  return tokens.length >= 4 && asking.has(first) && (!subordinate.has(first) || asking.has(second));
}

/** A clause that opens with "if" or "when" and has said too little to have come to its point. */
function isHalfSentence(tokens: readonly string[], { subordinate }: TurnWords): boolean {
  return subordinate.has(tokens[0] ?? '') && tokens.length >= 2 && tokens.length <= 7;
}

function endsWith(spoken: string, endings: readonly string[]): boolean {
  return endings.some((ending) => spoken === ending || spoken.endsWith(` ${ending}`));
}
