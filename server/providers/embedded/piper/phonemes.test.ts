import { expect, it } from 'vitest';
import { flitePhones } from '../flite/phones';
import { phonemesOf } from './phonemes';

const dictionary: Readonly<Record<string, string>> = {
  hello: 'HH AH0 L OW1',
  table: 'T EY1 B AH0 L',
  apple: 'AE1 P AH0 L',
  thirty: 'TH ER1 D IY2',
  'thirty(2)': 'TH ER1 T IY2',
  church: 'CH ER1 CH',
  'p.': 'P IY1',
  'b.': 'B IY1',
  'x.': 'EH1 K S',
};
const say = (text: string): string => phonemesOf(text, { lookUp: (word) => dictionary[word], guess: flitePhones });

it('keeps the marks at which a speaker pauses and passes over small words', () => {
  expect(say('Hello, a table.')).toBe('həlˈoʊ, ɐ tˈeɪbəl.');
});

it('says the article as the next word asks', () => {
  expect(say('the apple the table')).toBe('ðɪ ˈæpəl ðə tˈeɪbəl');
});

it('puts an ending on a known word', () => {
  expect(say("table's church's tables")).toBe('tˈeɪbəlz tʃˈɜːtʃᵻz tˈeɪbəlz');
});

it('says a number as people do', () => {
  expect(say('thirty')).toBe('θˈɜːtˌiː');
});

it('spells an abbreviation', () => {
  expect(say('PBX')).toBe('pˈiː bˈiː ˈɛks');
});

it('guesses a name, with one stress', () => {
  const name = say('Alondra');
  expect(name).toMatch(/l.*n.*d.*ɹ/u);
  expect(name.match(/ˈ/g)).toHaveLength(1);
  expect(name).toMatch(/lˈ/u);
});

it('gives nothing for what cannot be said', () => {
  expect(say("''' 漢 💥").replace(/[\s.,]/g, '')).not.toContain('undefined');
  expect(say('')).toBe('');
});
