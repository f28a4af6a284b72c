import { describe, expect, it } from 'vitest';
import type { ConversationEvent } from '@/server/contracts/conversation';
import { timelineOf } from './timeline';

function eventsOf(told: readonly (readonly [number, string, Readonly<Record<string, unknown>>?])[]): readonly ConversationEvent[] {
  return told.map(([atMs, kind, data = {}], sequence) => ({ sequence, atMs, kind, data }));
}

const answer = (endMs: number, unheardUntilMs: number = endMs) => ({
  responseId: 2,
  text: 'one two three',
  heardText: 'one two',
  startMs: 1_000,
  endMs,
  words: [
    { text: 'one', startMs: 1_000, endMs, isHeard: true },
    ...(unheardUntilMs > endMs ? [{ text: 'three', startMs: endMs, endMs: unheardUntilMs, isHeard: false }] : []),
  ],
});

describe('a timeline', () => {
  it('shows an answer that was cut as heard up to the cut and unheard behind it, and the speech that cut it as an overlap the agent yielded in', () => {
    const { agent, overlaps, marks, participant } = timelineOf(
      eventsOf([
        [2_000, 'speech-started'],
        [2_300, 'playout-held', { responseId: 2 }],
        [2_500, 'interrupted', { responseId: 2 }],
        [2_500, 'response-ended', answer(2_300, 4_000)],
        [3_000, 'speech-ended'],
      ]),
      5_000,
    );
    expect(participant).toEqual([{ startMs: 2_000, endMs: 3_000 }]);
    expect(agent).toEqual([
      { startMs: 1_000, endMs: 2_300, responseId: 2, isHeard: true },
      { startMs: 2_300, endMs: 4_000, responseId: 2, isHeard: false },
    ]);
    expect(overlaps).toEqual([{ startMs: 2_000, endMs: 2_300, outcome: 'yielded' }]);
    expect(marks.map(({ kind, startMs }) => [kind, startMs])).toEqual([
      ['hold', 2_300],
      ['interruption', 2_500],
    ]);
  });

  it('leaves the silence of a hold out of the sound, and calls a hold after which the agent went on a false interruption', () => {
    const { agent, overlaps, marks } = timelineOf(
      eventsOf([
        [2_000, 'speech-started'],
        [2_200, 'playout-held', { responseId: 2 }],
        [2_250, 'speech-ended'],
        [2_900, 'playout-resumed', { responseId: 2 }],
        [5_000, 'response-ended', answer(5_000)],
      ]),
      6_000,
    );
    expect(agent.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [1_000, 2_200],
      [2_900, 5_000],
    ]);
    expect(overlaps).toEqual([{ startMs: 2_000, endMs: 2_200, outcome: 'false-interruption' }]);
    expect(marks).toEqual([{ kind: 'false-interruption', startMs: 2_200, endMs: 2_900, text: '' }]);
  });

  it('tells a backchannel from speech that the agent spoke through', () => {
    const speech = [
      [2_000, 'speech-started'],
      [2_400, 'speech-ended'],
    ] as const;
    const ended = [5_000, 'response-ended', answer(5_000)] as const;
    expect(timelineOf(eventsOf([...speech, [2_900, 'backchannel-ignored', { text: 'mhm' }], ended]), 6_000)).toMatchObject({
      overlaps: [{ outcome: 'backchannel' }],
      marks: [{ kind: 'backchannel', text: 'mhm' }],
    });
    expect(timelineOf(eventsOf([...speech, ended]), 6_000).overlaps).toMatchObject([{ outcome: 'spoken-through' }]);
  });

  it('has what happens after the next speech has begun answer that one, not the one before', () => {
    const { overlaps } = timelineOf(
      eventsOf([
        [2_000, 'speech-started'],
        [2_400, 'speech-ended'],
        [2_900, 'speech-started'],
        [3_100, 'interrupted', { responseId: 2 }],
        [3_100, 'response-ended', answer(3_100, 4_000)],
        [3_500, 'speech-ended'],
      ]),
      5_000,
    );
    expect(overlaps).toEqual([
      { startMs: 2_000, endMs: 2_400, outcome: 'spoken-through' },
      { startMs: 2_900, endMs: 3_100, outcome: 'yielded' },
    ]);
  });

  it('ends speech that nothing ended with the conversation', () => {
    expect(timelineOf(eventsOf([[4_000, 'speech-started']]), 6_000).participant).toEqual([{ startMs: 4_000, endMs: 6_000 }]);
  });

  it('makes no sound of an answer in writing', () => {
    expect(timelineOf(eventsOf([[900, 'response-ended', { ...answer(1_000), words: [] }]]), 1_000).agent).toEqual([]);
  });

  it('reads the detector’s curve and what judges of the end of a turn said', () => {
    const { detector } = timelineOf(
      eventsOf([
        [1_000, 'voice-activity-curve', { fromMs: 200, stepMs: 100, values: [10, 95] }],
        [1_300, 'end-of-turn-judged', { turnId: 1, judge: 'smart-turn', probability: 0.9, weighed: 0.8, threshold: 0.7 }],
      ]),
      2_000,
    );
    expect(detector).toEqual({
      activity: [{ fromMs: 200, stepMs: 100, values: [0.1, 0.95] }],
      judged: [{ atMs: 1_300, judge: 'smart-turn', probability: 0.9, weighed: 0.8, threshold: 0.7 }],
    });
  });
});
