/** Takes out what Whisper writes for noises, such as `[BLANK_AUDIO]` or `(music)`, and a phrase that it got stuck on. */
export function cleanWhisperText(text: string): string {
  const words = text
    .replace(/\[[^\]]*\]|\([^)]*\)|♪/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  return withoutLoop(words).join(' ');
}

const fewestRepeats = 4;

/** A stretch of words that stands four times or more in a row is said once. */
function withoutLoop(words: readonly string[]): readonly string[] {
  for (let from = 0; from < words.length; from++) {
    for (let length = 1; from + length * fewestRepeats <= words.length; length++) {
      let repeats = 1;
      while (isSame(words, from, from + repeats * length, length)) repeats++;
      if (repeats >= fewestRepeats) {
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
