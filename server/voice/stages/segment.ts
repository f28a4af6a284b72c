/** Longest piece of text given to a voice at once; an endless sentence is cut at a word. */
const longestSegment = 240;
/** The first piece may end at a clause, so that the voice begins early; shorter than this it would sound chopped. */
const shortestFirstClause = 14;
const shortestSentence = 8;
const fewestFirstWords = 3;
const phraseOpeners = new Set(
  (
    'and but or so because which that who when where while if as in on at from with for to by until before after between during ' +
    'y o pero porque que cuando donde si como en desde con para por hasta antes después ' +
    'e ou mas quando onde se em desde com até antes depois na no nas nos ' +
    'et mais parce quand où dans depuis avec pour jusque avant après ' +
    'und oder aber weil wenn dass wo in auf seit mit für bis vor nach ' +
    'ma perché quando dove in da con per fino prima dopo'
  ).split(' '),
);

/** Abbreviations whose full stop does not end a sentence. */
const abbreviation = /(?:^|\s)(?:mr|mrs|ms|dr|st|no|vs|etc|e\.g|i\.e|approx|sr|sra|dra|ud|uds|p\.ej|z\.b|bzw|ca|prof|inc|ltd)\.$/iu;

/**
 * Cuts text where a voice can breathe. Segments joined give the text exactly. The first may end at a clause, later ones end at sentences;
 * what is left when the text ends is the last.
 */
export async function* segment(deltas: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  let pending = '';
  let isFirst = true;
  for await (const delta of deltas) {
    pending += delta;
    for (;;) {
      const length = cutAt(pending, isFirst);
      if (length === 0) break;
      yield pending.slice(0, length);
      pending = pending.slice(length);
      isFirst = false;
    }
  }
  if (pending.trim() !== '') yield pending;
}

/** Length of the first whole segment in the text so far; 0: none yet. */
export function cutAt(text: string, isFirst: boolean): number {
  const boundary = /[.!?…。！？]+["'”’)\]]*\s+|\n+|[。！？]/gu;
  for (const match of text.matchAll(boundary)) {
    const end = match.index + match[0].length;
    const sentence = text.slice(0, end).trim();
    if (sentence.length < (isFirst ? 2 : shortestSentence)) continue;
    if (abbreviation.test(sentence) || /(?:^|\s)\p{Lu}\.$/u.test(sentence) || (/\d\.$/u.test(sentence) === true && /^\d/u.test(text.slice(end)))) continue;
    return end;
  }
  if (isFirst) {
    for (const match of text.matchAll(/[,;:–—]\s+/gu)) {
      const end = match.index + match[0].length;
      if (end >= shortestFirstClause) return end;
    }
    const breath = breathBefore(text);
    if (breath > 0) return breath;
  }
  if (text.length > longestSegment) {
    const space = text.lastIndexOf(' ', longestSegment);
    return space > 0 ? space + 1 : longestSegment;
  }
  return 0;
}

/** Where a speaker could breathe without a comma: before a word that begins a new phrase, once a few words stand before it; 0: nowhere yet. */
function breathBefore(text: string): number {
  const words = [...text.matchAll(/\S+\s+/gu)];
  for (const [i, match] of words.entries()) {
    if (i >= fewestFirstWords && match.index >= shortestFirstClause && phraseOpeners.has(match[0].trim().toLowerCase())) return match.index;
  }
  return 0;
}
