import { describe, expect, it } from 'vitest';
import { splitClauses } from './split-clauses';

const long =
  'Hello there, and welcome to our little place in the middle of the old town, where everything is made by hand. We open at nine! Do you want a table?';

describe('splitClauses', () => {
  it.each([long, 'Short.', '', '   ', 'word '.repeat(200), 'x'.repeat(1000), 'One. Two. Three.', 'Line one\nline two\n'])(
    'loses no character of %j',
    (text) => {
      expect(splitClauses(text).join('')).toBe(text);
    },
  );

  it('keeps the first clause short, since nothing is heard before it is made', () => {
    expect(splitClauses(long)[0]?.length).toBeLessThanOrEqual(60);
  });

  it('goes on sentence by sentence', () => {
    expect(splitClauses(long).slice(-2)).toEqual(['We open at nine! ', 'Do you want a table?']);
  });

  it('cuts text without any punctuation between words', () => {
    for (const clause of splitClauses('word '.repeat(200)).slice(0, -1)) expect(clause.endsWith(' ')).toBe(true);
  });
});
