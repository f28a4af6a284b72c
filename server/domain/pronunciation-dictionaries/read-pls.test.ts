import { describe, expect, it } from 'vitest';
import { pronouncer } from '../../voice/speech/pronunciation';
import { readPls } from './read-pls';

const lexicon = (lexemes: string, alphabet = 'ipa') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="${alphabet}" xml:lang="en-US">${lexemes}</lexicon>`;

describe('a lexicon file', () => {
  it('gives rules that the engine says words by', () => {
    const rules = readPls(
      lexicon(
        '<lexeme><grapheme>UN</grapheme><alias>United Nations</alias></lexeme><lexeme><grapheme>R&amp;D</grapheme><alias>research &#38; development</alias></lexeme>',
      ),
    );
    expect(pronouncer(rules)('UN R&D')).toBe('United Nations research & development');
  });

  it('may spell a word in several ways, and in another alphabet', () => {
    const rules = readPls(lexicon('<lexeme><grapheme>tomato</grapheme><grapheme>Tomato</grapheme><phoneme>T AH M EY T OW</phoneme></lexeme>', 'cmu-arpabet'));
    expect(rules).toMatchObject([
      { type: 'phoneme', stringToReplace: 'tomato', alphabet: 'cmu-arpabet' },
      { type: 'phoneme', stringToReplace: 'Tomato', phoneme: 'T AH M EY T OW' },
    ]);
  });

  it.each([
    ['is no lexicon', '<html></html>'],
    ['is empty', lexicon('')],
    ['declares entities of its own', `<!DOCTYPE x [<!ENTITY a "b">]>${lexicon('<lexeme><grapheme>a</grapheme><alias>b</alias></lexeme>')}`],
  ])('is refused when it %s', (_, text) => {
    expect(() => readPls(text)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});
