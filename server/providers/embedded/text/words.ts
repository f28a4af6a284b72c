import { baseLanguage } from '../language';
import { normaliseText } from '../normalise-text';

/** `Café Alondra, table #5!` → `["cafe", "alondra", "table", "number", "five"]`: the spelling of the recognisers' dictionaries. English loses its accents, others keep them. */
export function wordsOf(text: string, language = 'en'): string[] {
  const plain = normaliseText(text, language);
  const spelled =
    baseLanguage(language) === 'en'
      ? plain
          .normalize('NFD')
          .replace(/\p{M}/gu, '')
          .toLowerCase()
          .replace(/[^a-z' ]+/g, ' ')
      : plain.toLowerCase().replace(/[^\p{L}' ]+/gu, ' ');
  return spelled
    .split(/\s+/)
    .map((word) => word.replace(/^'+|'+$/g, ''))
    .filter((word) => word !== '');
}
