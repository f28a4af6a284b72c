import { describe, expect, it } from 'vitest';
import type { TranscriptItem } from '../../contracts/conversation';
import type { Wanted } from './judge';
import { rulesJudge } from './rules-judge';

const { signal } = new AbortController();
const said = (...lines: readonly string[]): TranscriptItem[] =>
  lines.map((line, i) => ({ role: line.startsWith('agent:') ? 'agent' : 'user', timeInCallSecs: i, message: line.replace(/^(agent|user): /, '') }));
const call = said(
  'user: When do you open on Sunday?',
  'agent: On Sundays we open at nine.',
  'user: Thanks. My name is Ada Lovelace, ada@example.com. We are 4 people.',
);

describe('judging by rules', () => {
  it('says that rules judged, and what they saw', async () => {
    const { result, rationale } = await rulesJudge.judge({ goal: 'The agent tells the Sunday opening time: it opens at nine.', transcript: call }, signal);
    expect(result).toBe('success');
    expect(rationale).toMatch(/^Judged by rules, as no language model is set up: \d of the \d key words/);
  });

  it('fails a goal of which nothing was said, and does not pretend to know between', async () => {
    expect((await rulesJudge.judge({ goal: 'Invoice refunded completely', transcript: call }, signal)).result).toBe('failure');
    expect((await rulesJudge.judge({ goal: 'Sunday brunch menu mentioned, table booked, opening', transcript: call }, signal)).result).toBe('unknown');
  });

  it('looks for quoted phrases, also for those that must not be said', async () => {
    expect((await rulesJudge.judge({ goal: 'Says “open at nine”.', transcript: call }, signal)).result).toBe('success');
    expect((await rulesJudge.judge({ goal: 'Never says “goodbye forever”.', transcript: call }, signal)).result).toBe('success');
    expect((await rulesJudge.judge({ goal: 'Does not say “open at nine”.', transcript: call }, signal)).result).toBe('failure');
  });

  it('compares with examples where there are some', async () => {
    const question = { goal: '', transcript: said('agent: We open at nine on Sundays.'), ofAgentOnly: true };
    expect(
      (await rulesJudge.judge({ ...question, successExamples: ['On Sundays we open at nine.'], failureExamples: ['I do not know.'] }, signal)).result,
    ).toBe('success');
    expect((await rulesJudge.judge({ ...question, successExamples: ['Hello.'], failureExamples: ['We open at nine on Sunday'] }, signal)).result).toBe(
      'failure',
    );
  });

  it.each([
    [{ name: 'email', type: 'string', description: 'The email address' }, 'ada@example.com'],
    [{ name: 'customer', type: 'string', description: 'The name of the caller' }, 'Ada Lovelace'],
    [{ name: 'people', type: 'integer', description: 'How many people' }, 4],
    [{ name: 'day', type: 'string', description: 'Which day', options: ['Saturday', 'Sunday'] }, 'Sunday'],
    [{ name: 'colour', type: 'string', description: 'Favourite colour' }, null],
  ] as const)('finds %o', async (wanted, value) => {
    expect((await rulesJudge.collect(wanted as Wanted, call, signal)).value).toBe(value);
  });
});
