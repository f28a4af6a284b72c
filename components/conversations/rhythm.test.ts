import { expect, it } from 'vitest';
import { type RhythmPart, rhythmOf } from './rhythm';
import type { Overlap, Timeline } from './timeline';

const heard = (responseId: number, startMs: number, endMs: number) => ({ responseId, startMs, endMs, isHeard: true });
const timeline = (parts: Partial<Timeline>): Timeline => ({
  participant: [],
  agent: [],
  overlaps: [],
  marks: [],
  detector: { activity: [], judged: [] },
  ...parts,
});
const figure = (parts: Partial<Timeline>, part: RhythmPart) => rhythmOf(timeline(parts)).find((each) => each.part === part);

it('a gap is from the end of a turn to the beginning of its answer, held pieces of which are one', () => {
  const gap = figure(
    {
      participant: [
        { startMs: 0, endMs: 1_000 },
        { startMs: 5_000, endMs: 6_000 },
      ],
      agent: [heard(1, 1_300, 2_000), heard(1, 2_400, 3_000), heard(2, 6_700, 8_000)],
    },
    'gap',
  );
  expect(gap).toMatchObject({
    value: 300,
    chances: 2,
    moments: [
      { atMs: 6_000, valueMs: 700 },
      { atMs: 1_000, valueMs: 300 },
    ],
  });
});

it('a turn that was gone on with before anybody answered has none', () => {
  expect(
    figure(
      {
        participant: [
          { startMs: 0, endMs: 500 },
          { startMs: 900, endMs: 1_500 },
        ],
        agent: [heard(1, 1_800, 2_500)],
      },
      'gap',
    ),
  ).toMatchObject({ value: 300, chances: 1 });
});

it('an answer well inside a turn cuts it off, where it begins', () => {
  expect(figure({ participant: [{ startMs: 0, endMs: 3_000 }], agent: [heard(1, 2_000, 4_000)] }, 'cutOff')).toMatchObject({
    value: 1,
    moments: [{ atMs: 2_000, valueMs: 1_000 }],
  });
});

it('an agent gives way in the time both sounded, and stops wrongly where nothing was meant', () => {
  const overlap = (outcome: Overlap['outcome'], startMs: number, endMs: number): Overlap => ({ outcome, startMs, endMs });
  const overlaps = [
    overlap('yielded', 100, 400),
    overlap('false-interruption', 2_000, 2_300),
    overlap('backchannel', 4_000, 4_200),
    overlap('spoken-through', 5_000, 5_200),
  ];
  expect(figure({ overlaps }, 'yield')).toMatchObject({ value: 300, chances: 1 });
  expect(figure({ overlaps }, 'falseStop')?.value).toBeCloseTo(1 / 3);
});

it('long waits and the share of talking are told, and nothing of what never came up', () => {
  const parts = { participant: [{ startMs: 0, endMs: 1_000 }], agent: [heard(1, 5_000, 8_000)] };
  expect(figure(parts, 'wait')).toMatchObject({ value: 1, moments: [{ atMs: 1_000, valueMs: 4_000 }] });
  expect(figure(parts, 'talk')?.value).toBe(0.75);
  expect(rhythmOf(timeline({})).map(({ value }) => value)).toEqual([null, null, null, null, null, null]);
});
