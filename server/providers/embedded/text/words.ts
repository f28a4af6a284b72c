import { normaliseText } from '../normalise-text';

/** `Café Alondra, table #5!` → `["cafe", "alondra", "table", "number", "five"]`: the spelling of the recognisers' dictionaries. */
export function wordsOf(text: string): string[] {
  return normaliseText(text, 'en')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z' ]+/g, ' ')
    .split(/\s+/)
    .map((word) => word.replace(/^'+|'+$/g, ''))
    .filter((word) => word !== '');
}
