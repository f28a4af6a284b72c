import { expect, it } from 'vitest';
import type { TurnLatency } from '@/server/contracts/conversation';
import { latencyParts, median } from './latency-parts';

const turn = (points: Partial<TurnLatency>): TurnLatency => ({
  speechEndedAtMs: 5000,
  endpointingMs: null,
  transcriptionMs: null,
  firstTokenMs: null,
  firstByteMs: null,
  firstSentMs: null,
  firstPlayedMs: null,
  ...points,
});

it('makes parts that add up to the time until the answer was heard', () => {
  const { parts, totalMs, isComplete } = latencyParts(
    turn({ endpointingMs: 400, transcriptionMs: 520, firstTokenMs: 530, firstByteMs: 640, firstSentMs: 650, firstPlayedMs: 700 }),
  );
  expect(parts.map(({ name, durationMs }) => [name, durationMs])).toEqual([
    ['endpointing', 400],
    ['transcription', 120],
    ['thinking', 10],
    ['speaking', 110],
    ['delivery', 60],
  ]);
  expect(parts.reduce((sum, part) => sum + part.durationMs, 0)).toBe(totalMs);
  expect([totalMs, isComplete]).toEqual([700, true]);
});

it('gives no length to a transcription that was there before the end of turn', () => {
  const { parts, totalMs } = latencyParts(turn({ endpointingMs: 600, transcriptionMs: 350, firstTokenMs: 700, firstSentMs: 720 }));
  expect(parts.find((part) => part.name === 'transcription')?.durationMs).toBe(0);
  expect(totalMs).toBe(720);
});

it('never shows a negative part when an answer was begun before the speech ended', () => {
  const { parts } = latencyParts(turn({ endpointingMs: 200, transcriptionMs: -80, firstTokenMs: -20, firstByteMs: 60, firstPlayedMs: 240 }));
  expect(parts.map((part) => part.durationMs)).toEqual([200, 0, 0, 0, 40]);
});

it('shows an answer that was drafted during the closing silence as prepared, and only what was left to do as parts', () => {
  const { parts, prepared, totalMs } = latencyParts(
    turn({ endpointingMs: 600, transcriptionMs: 240, firstTokenMs: 260, firstByteMs: 410, firstSentMs: 610, firstPlayedMs: 680 }),
  );
  expect(parts.map(({ name, durationMs }) => [name, durationMs])).toEqual([
    ['endpointing', 600],
    ['transcription', 0],
    ['thinking', 0],
    ['speaking', 0],
    ['delivery', 80],
  ]);
  expect(parts.reduce((sum, part) => sum + part.durationMs, 0)).toBe(totalMs);
  expect(prepared).toEqual({
    fromMs: 240,
    untilMs: 600,
    steps: [
      { name: 'thinking', aheadMs: 340 },
      { name: 'speaking', aheadMs: 190 },
    ],
  });
});

it('counts a draft whose first sound came after the turn closed as prepared up to its words', () => {
  const { parts, prepared } = latencyParts(turn({ endpointingMs: 500, transcriptionMs: 300, firstTokenMs: 320, firstByteMs: 560, firstPlayedMs: 620 }));
  expect(prepared?.steps).toEqual([{ name: 'thinking', aheadMs: 180 }]);
  expect(parts.find((part) => part.name === 'speaking')?.durationMs).toBe(60);
});

it('has nothing prepared when the answer was begun after the turn had closed', () => {
  expect(latencyParts(turn({ endpointingMs: 400, transcriptionMs: 300, firstTokenMs: 430 })).prepared).toBeNull();
  expect(latencyParts(turn({ transcriptionMs: 300, firstTokenMs: 430 })).prepared).toBeNull();
});

it('says that an answer nobody heard is not complete', () => {
  expect(latencyParts(turn({ endpointingMs: 400, transcriptionMs: 500 }))).toMatchObject({ totalMs: 500, isComplete: false });
});

it('takes the middle of an even number of values between the two in the middle', () => {
  expect([median([4, 1, 3, 2]), median([3, 1, 2]), median([])]).toEqual([2.5, 2, undefined]);
});
