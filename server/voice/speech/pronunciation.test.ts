import { describe, expect, it } from 'vitest';
import { inDialect } from '../../providers/spec/speech-marks';
import { pronouncer } from './pronunciation';

describe('pronunciation rules', () => {
  it('K5 say an alias in place of the word, whole words only and whatever their case', () => {
    const say = pronouncer([{ type: 'alias', stringToReplace: 'UN', alias: 'United Nations' }]);
    expect(say('The UN, the un, and the sun.')).toBe('The United Nations, the United Nations, and the sun.');
  });

  it('K5 mind the case where the rule does', () => {
    const say = pronouncer([
      { type: 'alias', stringToReplace: 'US', alias: 'United States', caseSensitive: true },
      { type: 'alias', stringToReplace: 'us', alias: 'all of us', caseSensitive: true },
    ]);
    expect(say('US and us and Us')).toBe('United States and all of us and Us');
  });

  it('K5 prefer the longest match, and never look at their own output again', () => {
    const say = pronouncer([
      { type: 'alias', stringToReplace: 'Ada', alias: 'Ada Lovelace' },
      { type: 'alias', stringToReplace: 'Ada Lovelace', alias: 'Countess Ada' },
    ]);
    expect(say('Ada Lovelace met Ada.')).toBe('Countess Ada met Ada Lovelace.');
  });

  it('K5 give sounds to voices that take them and the plain word to others', () => {
    const said = pronouncer([{ type: 'phoneme', stringToReplace: 'tomato', phoneme: 'təˈmɑːtoʊ', alphabet: 'ipa' }])('A tomato.');
    expect(inDialect(said, 'break-and-phoneme-tags')).toBe('A <phoneme alphabet="ipa" ph="təˈmɑːtoʊ">tomato</phoneme>.');
    expect(inDialect(said, 'plain')).toBe('A tomato.');
  });

  it('K5 stay quick with ten thousand of them', () => {
    const rules = Array.from({ length: 10_000 }, (_, i) => ({ type: 'alias' as const, stringToReplace: `word${i}`, alias: `said ${i}` }));
    const say = pronouncer([...rules, { type: 'alias', stringToReplace: 'HMRC', alias: 'revenue' }]);
    expect(say('Call the HMRC about word77 and word7700.')).toBe('Call the revenue about said 77 and said 7700.');
  });

  it('K5 match inside words where boundaries are switched off, and take characters of expressions literally', () => {
    expect(pronouncer([{ type: 'alias', stringToReplace: 'C++', alias: 'C plus plus' }])('I like C++ best.')).toBe('I like C plus plus best.');
    expect(pronouncer([{ type: 'alias', stringToReplace: 'ł', alias: 'w', wordBoundaries: false }])('Małopolska')).toBe('Mawopolska');
  });
});
