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
  const usable = rules
    .filter((rule) => rule.stringToReplace.trim() !== '')
    .map((rule) => ({ rule, needle: spaced(rule.stringToReplace).toLowerCase() }))
    .sort((a, b) => b.needle.length - a.needle.length);
  if (usable.length === 0) return asWritten;
  return (spoken) => {
    // Dictionaries hold thousands of rules, a segment the words of two or three of them.
    const text = spaced(spoken).toLowerCase();
    const present = usable.filter(({ needle }) => text.includes(needle)).map(({ rule }) => rule);
    return present.length === 0 ? spoken : replaced(spoken, present);
  };
}

/** One pass over all rules. Marks, and words the model gave sounds itself, come first and are left alone. */
function replaced(spoken: string, rules: readonly PronunciationRule[]): string {
  const any = new RegExp(
    `\\uE000sounds [^\\uE001]*\\uE001[^\\uE000]*\\uE000/sounds\\uE001|\\uE000[^\\uE001]*\\uE001|${rules.map((rule) => patternOf(rule)).join('|')}`,
    'giu',
  );
  return spoken.replace(any, (found) => {
    if (found.startsWith('\uE000')) return found;
    // The shared expression takes any case; a rule that minds it is held to its own.
    const rule = rules.find((candidate) => matches(candidate, found));
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
  const [wanted, given] = [spaced(stringToReplace), spaced(found)];
  return caseSensitive ? wanted === given : wanted.toLowerCase() === given.toLowerCase();
}

const spaced = (text: string): string => text.trim().replace(/\s+/gu, ' ');
