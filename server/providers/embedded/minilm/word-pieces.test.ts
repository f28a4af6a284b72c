import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { WordPieces } from './word-pieces';

const vocabulary = readFileSync(new URL('./vocab.txt', import.meta.url), 'utf8');
const words = vocabulary.split('\n');
const pieces = new WordPieces(vocabulary);
const read = (text: string, most = 256) => pieces.encode(text, most).map((number) => words[number]);

it('cuts words it does not know into the longest pieces it knows', () => {
  expect(read('Embeddings')).toEqual(['[CLS]', 'em', '##bed', '##ding', '##s', '[SEP]']);
  expect(pieces.encode('hello world', 256)).toEqual([101, 7592, 2088, 102]);
});

it('drops letter case and accents, and sets punctuation, symbols and ideographs apart', () => {
  expect(read('Café, 5€!')).toEqual(['[CLS]', 'cafe', ',', '5', '##€', '!', '[SEP]']);
  expect(read('東京')).toEqual(['[CLS]', '東', '京', '[SEP]']);
  expect(read("don't")).toEqual(['[CLS]', 'don', "'", 't', '[SEP]']);
});

it('ends within the limit, and an endless word is one unknown piece', () => {
  expect(read('one two three four five', 4)).toEqual(['[CLS]', 'one', 'two', '[SEP]']);
  expect(read('x'.repeat(500))).toEqual(['[CLS]', '[UNK]', '[SEP]']);
});
