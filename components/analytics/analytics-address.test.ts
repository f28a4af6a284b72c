import { describe, expect, it } from 'vitest';
import type { Behind } from '@/server/contracts/analytics';
import { toListFilter, readFilterValues } from '../conversations/conversation-filter';
import { readAnalyticsValues, toReportInput } from './analytics-filter';
import { conversationsLink } from './conversations-link';
import { csvText } from './csv-text';

const now = Date.UTC(2026, 4, 8, 14, 25);
const valuesOf = (query: string) => {
  const parameters = new URLSearchParams(query);
  return readAnalyticsValues((name) => parameters.get(name));
};
const report = { at: [Date.UTC(2026, 4, 3, 22), Date.UTC(2026, 4, 4, 22)], untilMs: Date.UTC(2026, 4, 5, 22), step: 'day' as const, timeZone: 'Europe/Madrid' };

describe('the address of analytics', () => {
  it('asks for a week of conversations by default, and leaves out what means nothing', () => {
    expect(toReportInput(valuesOf('section=nonsense&by=mood&time=century'), now, 'UTC')).toEqual({
      section: 'conversations',
      period: { fromUnix: Date.UTC(2026, 4, 1, 14) / 1000, untilUnix: Date.UTC(2026, 4, 8, 15) / 1000 },
      timeZone: 'UTC',
      filter: {},
      compares: false,
    });
  });

  it('holds section, grouping, filters and days', () => {
    const input = toReportInput(valuesOf('section=tools&by=branch&compare=1&time=range&from=2026-05-04&to=2026-05-05&agent=agent_1&source=widget'), now, 'UTC');
    expect(input).toMatchObject({ section: 'tools', by: 'branch', compares: true, filter: { agentId: 'agent_1', channel: 'widget' } });
    expect(input.period).toEqual({ fromUnix: new Date(2026, 4, 4).getTime() / 1000, untilUnix: new Date(2026, 4, 6).getTime() / 1000 });
  });

  it('takes days the wrong way round for none', () => {
    expect(toReportInput(valuesOf('time=range&from=2026-05-09&to=2026-05-01'), now, 'UTC').period).toEqual(toReportInput(valuesOf(''), now, 'UTC').period);
  });
});

describe('the conversations behind a number', () => {
  it('are those of the same time and filters, as the list reads its address', () => {
    const link = conversationsLink(valuesOf('agent=agent_1&time=day&outcome=success'), { outcome: 'failure' }, report);
    expect(link).toBe('/conversations?time=day&agent=agent_1&outcome=failure');
    const parameters = new URLSearchParams(link.split('?')[1]);
    const list = toListFilter(
      readFilterValues((name) => parameters.get(name)),
      now,
    );
    expect(list).toMatchObject({ agentId: 'agent_1', callSuccessful: 'failure' });
    expect(list.startedAfterUnix).toBe(toReportInput(valuesOf('time=day'), now, 'UTC').period.fromUnix);
  });

  it('of one step are those of its days', () => {
    expect(conversationsLink(valuesOf('time=month'), { step: 0 }, report)).toBe('/conversations?time=range&from=2026-05-04&to=2026-05-04');
    expect(conversationsLink(valuesOf('time=quarter'), { tool: 'look_up', toolFailed: true }, report)).toBe(
      '/conversations?time=range&from=2026-05-04&to=2026-05-05&tool=look_up&tools=failed',
    );
  });
});

describe('what the list makes of a number’s address', () => {
  const listOf = (behind: Behind, step: 'hour' | 'day' = 'day') => {
    const parameters = new URLSearchParams(conversationsLink(valuesOf('time=day'), behind, { ...report, step }).split('?')[1]);
    return toListFilter(
      readFilterValues((name) => parameters.get(name)),
      now,
    );
  };

  it('criteria with their verdict, what was collected, verdicts of participants, interruptions, tools', () => {
    expect(listOf({ criterion: { id: 'crit:a', verdict: 'failure' } })).toMatchObject({ evaluations: [{ criterionId: 'crit:a', result: 'failure' }] });
    expect(listOf({ collected: { name: 'mood' } })).toMatchObject({ collected: [{ name: 'mood', operator: 'neq', value: '' }] });
    expect(listOf({ collected: { name: 'mood', value: 'a=b' } })).toMatchObject({ collected: [{ name: 'mood', operator: 'eq', value: 'a=b' }] });
    expect(listOf({ feedback: 'dislike' })).toMatchObject({ feedback: 'dislike' });
    expect(listOf({ interruptionsMin: 1 })).toMatchObject({ interruptionsMin: 1 });
    expect(listOf({ hasTools: true })).toMatchObject({ hasTools: true });
    expect(listOf({ counted: { measure: 'failover' } })).toMatchObject({ counted: { measure: 'failover' } });
    const keys = ['text-to-speech\u001fdeepgram:aura-2\u001f', 'language-model\u001fopenai:gpt-4o\u001f'];
    expect(listOf({ counted: { measure: 'failover', keys } })).toMatchObject({ counted: { measure: 'failover', keys } });
  });

  it('an hour is an hour', () => {
    expect(listOf({ step: 0 }, 'hour')).toMatchObject({
      startedAfterUnix: Date.UTC(2026, 4, 3, 22) / 1000,
      startedBeforeUnix: Date.UTC(2026, 4, 4, 22) / 1000 - 1,
    });
  });
});

describe('CSV', () => {
  it('quotes what needs it, leaves unknown values empty, and lets no text be a formula', () => {
    expect(
      csvText([
        ['name', 'value'],
        ['a "b", c', 1.5],
        ['=SUM(A1)', null],
        ['-5', -5],
      ]),
    ).toBe('name,value\r\n"a ""b"", c",1.5\r\n\'=SUM(A1),\r\n\'-5,-5\r\n');
  });
});
