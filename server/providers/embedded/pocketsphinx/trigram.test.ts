import { expect, it } from 'vitest';
import { arpaTrigram } from './trigram';

const arpa = arpaTrigram([
  ['do', 'you', 'open'],
  ['do', 'you', 'close'],
  ['you', 'open', 'today'],
]);

function probability(words: string): number {
  const line = arpa.split('\n').find((each) => new RegExp(`^-[\\d.]+ ${words}( -?[\\d.]+)?$`).test(each));
  return line === undefined ? 0 : 10 ** Number(line.split(' ')[0]);
}

it('counts what it lists', () => {
  for (const order of [1, 2, 3]) {
    const told = Number(new RegExp(`ngram ${order}=(\\d+)`).exec(arpa)?.[1]);
    const section = arpa.split(`\\${order}-grams:\n`)[1]?.split('\n\n')[0]?.trim().split('\n') ?? [];
    expect(section).toHaveLength(told);
  }
});

it('gives all words together the probability 1', () => {
  const sum = ['do', 'you', 'open', 'close', 'today', '</s>'].reduce((total, word) => total + probability(word), 0);
  expect(sum).toBeCloseTo(1, 2);
});

it('holds what followed more often for more likely', () => {
  expect(probability('you open')).toBeGreaterThan(probability('you close'));
  expect(probability('do you open')).toBeGreaterThan(0.3);
});
