import { expect, it } from 'vitest';
import { Utterances } from './utterances';

const loud = (ms: number, value = 1000) => Int16Array.from({ length: ms * 16 }, (_, i) => (i % 2 === 0 ? value : -value));
const quiet = (ms: number) => new Int16Array(ms * 16);

/** Hears each utterance as one word: how many milliseconds it was given. */
function utterances() {
  let samples = 0;
  const taken = new Utterances({
    start() {
      samples = 0;
    },
    feed(pcm) {
      samples += pcm.length;
    },
    end: () => [{ text: `${samples / 16}`, startMs: 0, endMs: samples / 16, confidence: 1 }],
  });
  return { taken, texts: () => taken.finish().map(({ text }) => text), spans: () => taken.finish().map(({ startMs, endMs }) => [startMs, endMs]) };
}

it('lets the decoder hear an utterance again that goes on after a short pause', () => {
  const { taken, texts, spans } = utterances();
  taken.push(loud(500));
  taken.push(quiet(40));
  expect(texts()).toEqual(['540']);
  taken.push(quiet(60));
  expect(texts()).toEqual(['540']);
  taken.push(loud(300));
  expect(texts()).toEqual(['900']);
  expect(spans()).toEqual([[0, 900]]);
});

it('begins a new utterance after a pause between words', () => {
  const { taken, texts, spans } = utterances();
  taken.push(loud(500));
  taken.push(quiet(100));
  expect(texts()).toEqual(['600']);
  taken.push(quiet(120));
  taken.push(loud(300));
  expect(texts()).toEqual(['600', '420']);
  expect(spans()).toEqual([
    [0, 600],
    [600, 1020],
  ]);
});

it('leaves the utterances before as they were when the last is heard again', () => {
  const { taken, texts } = utterances();
  taken.push(loud(500));
  taken.push(quiet(250));
  texts();
  taken.push(loud(300));
  expect(texts()).toEqual(['750', '300']);
  taken.push(loud(200));
  expect(texts()).toEqual(['750', '500']);
});

it('hears no more than ten seconds twice', () => {
  const { taken, texts } = utterances();
  for (let second = 0; second < 11; second++) taken.push(loud(1000));
  expect(texts()).toEqual(['11000']);
  taken.push(loud(300));
  expect(texts()).toEqual(['11000', '300']);
});

it('knows nothing of the turn before', () => {
  const { taken, texts } = utterances();
  taken.push(loud(500));
  texts();
  taken.reset();
  expect(texts()).toEqual([]);
  taken.push(loud(100));
  expect(texts()).toEqual(['100']);
});
