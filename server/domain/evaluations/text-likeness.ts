const commonWords = new Set(
  (
    'a an and are as at be been but by can could did do does for from had has have he her his how i if in is it its may me must my no not of on or our ' +
    'says say said shall she should so some than that the their them then they this to user agent assistant was we were what when where whether which who will with would you your ' +
    'asks ask asked answers answer response responds reply replies conversation call caller customer goal when tells tell told gives give given value fits description'
  ).split(' '),
);

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The words that carry a sentence's meaning, each once. */
export function keyWords(text: string): string[] {
  return [...new Set(wordsOf(text).filter((word) => (word.length > 2 || /\d/.test(word)) && !commonWords.has(word)))];
}

/** Whether a word or another form of it (open, opens, opening) is among these. */
export function containsWord(words: ReadonlySet<string>, word: string): boolean {
  if (words.has(word)) return true;
  const stem = stemOf(word);
  return [...words].some((other) => stemOf(other) === stem);
}

/** Share of key words two texts have in common, 0 to 1. */
export function likeness(a: string, b: string): number {
  const [ofA, ofB] = [new Set(keyWords(a).map(stemOf)), new Set(keyWords(b).map(stemOf))];
  if (ofA.size === 0 || ofB.size === 0) return 0;
  const common = [...ofA].filter((word) => ofB.has(word)).length;
  return (2 * common) / (ofA.size + ofB.size);
}

function stemOf(word: string): string {
  return word.length <= 4 ? word : word.replace(/(ings?|ed|es|s)$/, '');
}
