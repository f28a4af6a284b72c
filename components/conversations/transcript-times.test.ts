import { describe, expect, it } from 'vitest';
import type { TranscriptItem } from '@/server/contracts/conversation';
import { activeItem, nextTurn, shownWords, timedItems } from './transcript-times';

const agent: TranscriptItem = {
  role: 'agent',
  timeInCallSecs: 0,
  message: 'We open at',
  originalMessage: 'We open at eight.',
  interrupted: true,
  parley: { startMs: 0, endMs: 2400 },
};
const user: TranscriptItem = { role: 'user', timeInCallSecs: 2, message: 'Thanks', parley: { startMs: 2000, endMs: 2900 } };
const last: TranscriptItem = { role: 'agent', timeInCallSecs: 4, message: 'Goodbye' };

const items = timedItems([agent, user, last], 6000);

describe('the transcript on the clock of the recording', () => {
  it('takes whole seconds where there are no exact times, and lasts to the end', () => {
    expect(items[2]).toMatchObject({ startMs: 4000, endMs: 6000 });
  });

  it('follows the one who began last where two overlap', () => {
    expect(activeItem(items, 2200)?.item).toBe(user);
  });

  it('stays with what was said last during a pause, and is nobody before the first word', () => {
    expect(activeItem(items, 3500)?.item).toBe(user);
    expect(activeItem(timedItems([user], 6000), 100)).toBeUndefined();
  });

  it('goes from turn to turn past what was not said, and stops at both ends', () => {
    const call: TranscriptItem = { role: 'agent', timeInCallSecs: 3, message: null, toolCalls: [] };
    const timed = timedItems([agent, call, user], 6000);
    expect(nextTurn(timed, timed[0], 1)?.item).toBe(user);
    expect(nextTurn(timed, timed[2], -1)?.item).toBe(agent);
    expect(nextTurn(timed, timed[2], 1)).toBeUndefined();
    expect(nextTurn(timed, undefined, -1)?.item).toBe(agent);
  });
});

describe('the words of an item', () => {
  it('end with those nobody heard', () => {
    expect(shownWords(agent).map((word) => [word.text, word.isHeard])).toEqual([
      ['We', true],
      ['open', true],
      ['at', true],
      ['eight.', false],
    ]);
  });

  it('keep the times the voice gave', () => {
    const words = [{ text: 'Hi', startMs: 10, endMs: 90, isHeard: true }];
    expect(shownWords({ ...agent, parley: { startMs: 0, endMs: 100, words } })).toEqual(words);
  });

  it('are laid between the beginning and the end of what a participant said', () => {
    const said: TranscriptItem = { ...user, message: 'Hi there', sourceMedium: 'audio', parley: { startMs: 1_000, endMs: 1_900 } };
    expect(shownWords(said).map(({ text, startMs, endMs }) => [text, startMs, endMs])).toEqual([
      ['Hi', 1_000, 1_300],
      ['there', 1_300, 1_900],
    ]);
    expect(shownWords({ ...said, sourceMedium: 'text' })[0]?.startMs).toBeUndefined();
  });
});
