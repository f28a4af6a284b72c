const unknown = '[UNK]';
const longestWord = 100;

/** Cuts text into the pieces a BERT model without letter case was trained on, as numbers of its vocabulary. */
export class WordPieces {
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #begin: number;
  readonly #end: number;
  readonly #unknown: number;

  /** `vocabulary`: one piece a line, the line's place is its number. */
  constructor(vocabulary: string) {
    this.#numbers = new Map(vocabulary.split(/\r?\n/).map((piece, number) => [piece, number]));
    this.#begin = this.#special('[CLS]');
    this.#end = this.#special('[SEP]');
    this.#unknown = this.#special(unknown);
  }

  /** Numbers with the marks of beginning and end, `most` of them at most. */
  encode(text: string, most: number): number[] {
    const numbers = [this.#begin];
    for (const word of wordsOf(text)) {
      for (const number of this.#piecesOf(word)) {
        if (numbers.length >= most - 1) return [...numbers, this.#end];
        numbers.push(number);
      }
    }
    return [...numbers, this.#end];
  }

  /** The longest known beginning first, then what is left, marked as going on. */
  #piecesOf(word: string): number[] {
    const characters = [...word];
    if (characters.length > longestWord) return [this.#unknown];
    const pieces: number[] = [];
    for (let start = 0; start < characters.length; ) {
      let end = characters.length;
      let number: number | undefined;
      for (; end > start; end--) {
        number = this.#numbers.get(`${start > 0 ? '##' : ''}${characters.slice(start, end).join('')}`);
        if (number !== undefined) break;
      }
      if (number === undefined) return [this.#unknown];
      pieces.push(number);
      start = end;
    }
    return pieces;
  }

  #special(name: string): number {
    const number = this.#numbers.get(name);
    if (number === undefined) throw new Error(`the vocabulary has no ${name}`);
    return number;
  }
}

/** Lower case, without accents; punctuation, symbols and ideographs stand alone. */
function wordsOf(text: string): string[] {
  const folded = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '');
  return folded.match(/[\p{Script=Han}]|[\p{P}$+<=>^`|~]|[^\s\p{Script=Han}\p{P}$+<=>^`|~\p{Cc}\p{Cf}]+/gu) ?? [];
}
