/** Takes out what Whisper writes for noises, such as `[BLANK_AUDIO]` or `(music)`, and a phrase that it got stuck on. */
export function cleanWhisperText(text: string): string {
  const words = text
    .replace(/\[[^\]]*\]|\([^)]*\)|♪/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  return withoutLoop(words).join(' ');
}

/** A phrase of so many words is not said twice in a row but by a model that lost its place. */
const phraseLength = 4;

/** How often a stretch of words must stand in a row to be a loop. Short ones people repeat, and digits of a number most of all. */
function fewestRepeats(words: readonly string[], from: number, length: number): number {
  if (words.slice(from, from + length).every((word) => isNumber(word))) return 12;
  return length >= phraseLength ? 2 : 4;
}

const digits = new Set(['zero', 'oh', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'double']);

function isNumber(word: string): boolean {
  return /^\d/.test(word) || digits.has(bare(word) ?? '');
}

/** A stretch of words that is a loop is said once. */
function withoutLoop(words: readonly string[]): readonly string[] {
  for (let from = 0; from < words.length; from++) {
    for (let length = 1; from + length * 2 <= words.length; length++) {
      let repeats = 1;
      while (isSame(words, from, from + repeats * length, length)) repeats++;
      if (repeats >= fewestRepeats(words, from, length)) {
        const rest = words.slice(from + repeats * length);
        // What is left over is usually the loop's last round, cut off.
        const isCutOff = rest.every((word, i) => bare(word) === bare(words[from + i])) && rest.length < length;
        return [...words.slice(0, from + length), ...(isCutOff ? [] : withoutLoop(rest))];
      }
    }
  }
  return words;
}

function isSame(words: readonly string[], first: number, second: number, length: number): boolean {
  if (second + length > words.length) return false;
  for (let i = 0; i < length; i++) {
    if (bare(words[first + i]) !== bare(words[second + i])) return false;
  }
  return true;
}

/** A loop's rounds differ in capitals and marks. */
function bare(word: string | undefined): string | undefined {
  return word?.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
