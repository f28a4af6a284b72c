import { soundMark } from '../../providers/spec/speech-marks';

/** How a word or phrase is to be said: in other words, or by its sounds. */
export type PronunciationRule = {
  readonly stringToReplace: string;
  /** Off unless set: "API" and "api" are said alike. */
  readonly caseSensitive?: boolean;
  /** Only whole words, unless switched off. */
  readonly wordBoundaries?: boolean;
} & ({ readonly type: 'alias'; readonly alias: string } | { readonly type: 'phoneme'; readonly phoneme: string; readonly alphabet: 'ipa' | 'cmu-arpabet' });

/**
 * Text for a voice, after an agent's pronunciation rules. The longest rule wins where several begin at the same place, the earlier one of equals; what a rule
 * gave is not looked at again. Marks that are in the text already stay as they are.
 */
export type Pronounce = (spoken: string) => string;

const asWritten: Pronounce = (spoken) => spoken;

export function pronouncer(rules: readonly PronunciationRule[]): Pronounce {
  const usable = rules.filter((rule) => rule.stringToReplace.trim() !== '');
  if (usable.length === 0) return asWritten;
  const sorted = usable.map((rule) => ({ rule, pattern: patternOf(rule) })).sort((a, b) => b.rule.stringToReplace.length - a.rule.stringToReplace.length);
  // One pass over all of them: marks and words the model gave sounds itself come first and are left alone.
  const any = new RegExp(
    `\\uE000sounds [^\\uE001]*\\uE001[^\\uE000]*\\uE000/sounds\\uE001|\\uE000[^\\uE001]*\\uE001|${sorted.map(({ pattern }) => `(${pattern})`).join('|')}`,
    'giu',
  );
  return (spoken) =>
    spoken.replace(any, (found: string, ...groups: unknown[]) => {
      if (found.startsWith('\uE000')) return found;
      const index = groups.findIndex((group) => typeof group === 'string' && group === found);
      // The shared expression takes any case; a rule that minds it is held to its own.
      const rule = sorted.slice(Math.max(0, index)).find((candidate) => matches(candidate.rule, found))?.rule;
      if (rule === undefined) return found;
      return rule.type === 'alias' ? rule.alias : soundMark(found, rule.alphabet, rule.phoneme);
    });
}

function patternOf({ stringToReplace, wordBoundaries = true }: PronunciationRule): string {
  const literal = stringToReplace
    .trim()
    .replace(/[.*+?^${}()|[\]\\/-]/gu, '\\$&')
    .replace(/\s+/gu, '\\s+');
  return wordBoundaries ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
}

function matches({ stringToReplace, caseSensitive = false }: PronunciationRule, found: string): boolean {
  const [wanted, given] = [stringToReplace.trim().replace(/\s+/gu, ' '), found.replace(/\s+/gu, ' ')];
  return caseSensitive ? wanted === given : wanted.toLowerCase() === given.toLowerCase();
}
