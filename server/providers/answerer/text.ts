/** Lower case, no accents, no punctuation, one space between words: the form in which wishes are recognised. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/wi-fi|wi fi/g, 'wifi')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export function wordsOf(text: string): string[] {
  const folded = fold(text);
  return folded === '' ? [] : folded.split(' ');
}

/** Cuts running text where a sentence ends; abbreviations and numbers such as `e.g.` and `1.8` do not end one. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let from = 0;
  for (const match of text.matchAll(/[.!?…]+["'»”)]*(?=\s|$)/g)) {
    const end = match.index + match[0].length;
    const sentence = text.slice(from, end).trim();
    if (/\b(?:e\.g|i\.e|mr|mrs|ms|dr|st|no|approx|etc|a\.m|p\.m|sr|sra|núm|p\.ej)\.$/i.test(sentence) && end < text.length) continue;
    if (sentence !== '') sentences.push(sentence);
    from = end;
  }
  const rest = text.slice(from).trim();
  if (rest !== '') sentences.push(rest);
  return sentences;
}

export function capitalised(text: string): string {
  return text.replace(/^([¿¡«"'(]*)(\p{Ll})/u, (_, before: string, letter: string) => before + letter.toUpperCase());
}

/** Ends a sentence that has no end of its own. */
export function ended(text: string): string {
  return /[.!?…]["'»”)]*$/.test(text) ? text : `${text}.`;
}
