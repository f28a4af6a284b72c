/** The first clause is kept short, since nothing is heard before it is made. */
const firstClauseLength = 60;
const clauseLength = 220;
const shortestClause = 12;

/** Cuts text where a speaker would breathe. Put together the parts are the text again, character for character. */
export function splitClauses(text: string): string[] {
  const clauses: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const cut = cutAt(rest, clauses.length === 0 ? firstClauseLength : clauseLength);
    clauses.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return clauses;
}

/** How many characters the next clause has: to the end of the sentence, or, when that is long, to the last comma or space that fits. */
function cutAt(text: string, limit: number): number {
  const sentence = endOf(/[.!?…]+["')\]]*\s+|\n+/g, text, shortestClause) ?? text.length;
  if (sentence <= limit) return sentence;
  const head = text.slice(0, limit);
  return (
    lastEndOf(/[,;:—–]["')\]]*\s+/g, head, shortestClause) ??
    endOf(/[,;:—–]["')\]]*\s+/g, text.slice(0, Math.min(sentence, clauseLength)), shortestClause) ??
    hardCut(text, sentence)
  );
}

function hardCut(text: string, sentence: number): number {
  if (sentence <= clauseLength) return sentence;
  return lastEndOf(/\s+/g, text.slice(0, clauseLength), shortestClause) ?? clauseLength;
}

function endOf(pattern: RegExp, text: string, least: number): number | undefined {
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    if (end >= least) return end;
  }
  return undefined;
}

function lastEndOf(pattern: RegExp, text: string, least: number): number | undefined {
  const ends = [...text.matchAll(pattern)].map((match) => match.index + match[0].length).filter((end) => end >= least);
  return ends.at(-1);
}

/** Milliseconds of silence that belong after a clause. */
export function pauseAfterMs(clause: string): number {
  const last =
    clause
      .trimEnd()
      .replace(/["')\]]+$/, '')
      .at(-1) ?? '';
  if ('.!?…'.includes(last)) return 260;
  if (',;:—–'.includes(last)) return 130;
  return 20;
}
