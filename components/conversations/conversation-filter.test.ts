import { describe, expect, it } from 'vitest';
import { readFilterValues, toListFilter } from './conversation-filter';

const now = Date.parse('2026-11-22T10:20:30Z');
const filterOf = (address: string) => {
  const parameters = new URLSearchParams(address);
  return toListFilter(
    readFilterValues((name) => parameters.get(name)),
    now,
  );
};

describe('filters in the address', () => {
  it('ask for nothing when there are none', () => {
    expect(filterOf('')).toEqual({});
  });

  it('name agent, status, outcome, source and words', () => {
    expect(filterOf('agent=agent_1&status=done&outcome=success&source=console&search=soup')).toEqual({
      agentId: 'agent_1',
      status: 'done',
      callSuccessful: 'success',
      source: 'console',
      search: 'soup',
    });
  });

  it('name branch, language, channel, tools, slowness, interruptions, ending and user', () => {
    expect(filterOf('branch=b1&language=es&channel=text&tools=failed&latency=1500&interruptions=1&ending=silence&user=u1')).toEqual({
      branchIds: ['b1'],
      languages: ['es'],
      textOnly: true,
      hasToolErrors: true,
      latencyMinMs: 1500,
      interruptionsMin: 1,
      endReasons: ['silence'],
      userId: 'u1',
    });
    expect(filterOf('channel=voice&tools=fine')).toEqual({ textOnly: false, hasToolErrors: false });
  });

  it('ask for the last week from a whole hour on', () => {
    expect(filterOf('time=week')).toEqual({ startedAfterUnix: Date.parse('2026-11-15T10:00:00Z') / 1000 });
  });

  it('take the last day of a range to its end', () => {
    const { startedAfterUnix = 0, startedBeforeUnix = 0 } = filterOf('time=range&from=2026-11-01&to=2026-11-01');
    expect(startedBeforeUnix - startedAfterUnix).toBe(24 * 3600 - 1);
  });

  it('leave out what means nothing', () => {
    expect(filterOf('status=odd&outcome=maybe&channel=smoke&tools=odd&latency=-4&interruptions=many&time=range&from=yesterday&length=huge')).toEqual({});
  });
});
