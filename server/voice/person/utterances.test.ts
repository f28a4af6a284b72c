import { expect, it } from 'vitest';
import { Utterances } from './utterances';

const speech = new Int16Array(320).fill(6_000);
const hiss = new Int16Array(320).fill(60);

function told(blocks: readonly Int16Array[]): string[] {
  const utterances = new Utterances();
  return blocks.map((block) => utterances.take(block));
}

const times = (block: Int16Array, count: number) => Array.from({ length: count }, () => block);

it('P8 an utterance begins with speech, lives through short pauses, and ends after 800 ms without', () => {
  const what = told([...times(hiss, 10), ...times(speech, 20), ...times(hiss, 30), ...times(speech, 5), ...times(hiss, 60)]);
  expect(what.indexOf('begins')).toBe(10);
  expect(what.indexOf('ends')).toBe(10 + 20 + 30 + 5 + 39);
  expect(what.filter((one) => one === 'ends')).toHaveLength(1);
});

it('P8 speech without a pause is cut after 30 s', () => {
  const what = told(times(speech, 3_100));
  expect(what.flatMap((one, at) => (one === 'ends' ? [at] : []))).toEqual([1_499, 2_999]);
});
