import { z } from 'zod';

const tokenizerSchema = z.object({
  added_tokens: z.array(z.object({ id: z.number().int(), content: z.string() })).default([]),
  model: z.object({
    type: z.literal('BPE'),
    vocab: z.record(z.string(), z.number().int()),
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
  }),
  pre_tokenizer: z.unknown().optional(),
});

/** GPT-2's pieces: words with the space before them, numbers, marks, spaces. */
const usualPieces = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
const mostCached = 10_000;

/** Text to token ids by a `tokenizer.json` of the byte-level BPE kind, as the language models that judge turns have it. */
export function createTokenizer(json: unknown): (text: string) => number[] {
  const { added_tokens: added, model, pre_tokenizer: pre } = tokenizerSchema.parse(json);
  const ranks = new Map(model.merges.map((merge, rank) => [typeof merge === 'string' ? merge : merge.join(' '), rank]));
  const special = new Map(added.map(({ content, id }) => [content, id]));
  const pieces = piecesOf(pre);
  const cache = new Map<string, readonly number[]>();

  return (text) =>
    splitSpecial(text, [...special.keys()]).flatMap((part) => special.get(part) ?? [...part.matchAll(pieces)].flatMap(([piece]) => encoded(piece)));

  function encoded(piece: string): readonly number[] {
    const known = cache.get(piece);
    if (known !== undefined) return known;
    const ids = merged([...Buffer.from(piece, 'utf8')].map((byte) => byteLetters[byte] ?? '')).flatMap((token) => model.vocab[token] ?? []);
    if (cache.size < mostCached) cache.set(piece, ids);
    return ids;
  }

  /** Joins the neighbours that were joined first in training, until none are left. */
  function merged(letters: string[]): string[] {
    for (;;) {
      let best = -1;
      let bestRank = Number.POSITIVE_INFINITY;
      for (let i = 0; i + 1 < letters.length; i++) {
        const rank = ranks.get(`${letters[i]} ${letters[i + 1]}`);
        if (rank !== undefined && rank < bestRank) [best, bestRank] = [i, rank];
      }
      if (best === -1) return letters;
      letters.splice(best, 2, `${letters[best]}${letters[best + 1]}`);
    }
  }
}

function splitSpecial(text: string, special: readonly string[]): string[] {
  if (special.length === 0) return [text];
  const any = special.toSorted((a, b) => b.length - a.length).map((token) => token.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'));
  return text.split(new RegExp(`(${any.join('|')})`, 'u')).filter((part) => part !== '');
}

/** The tokenizer's own pattern where it has one. */
function piecesOf(pre: unknown): RegExp {
  const found = /"Regex":\s*("(?:[^"\\]|\\.)*")/u.exec(JSON.stringify(pre ?? {}))?.[1];
  return found === undefined ? usualPieces : new RegExp(z.string().parse(JSON.parse(found)), 'gu');
}

/** Byte-level BPE writes bytes as letters: those that print as themselves, the others from U+0100 on. */
const byteLetters: readonly string[] = lettersOfBytes();

function lettersOfBytes(): string[] {
  const prints = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(prints(byte) ? byte : next++));
}
