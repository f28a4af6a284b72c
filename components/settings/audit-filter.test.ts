import { expect, it } from 'vitest';
import { auditFilterOf, changedMembers } from './audit-filter';

const of = (address: string) => auditFilterOf((name) => new URLSearchParams(address).get(name));

it('reads the address and leaves out what it does not understand', () => {
  expect(of('')).toEqual({});
  expect(of('kind=agent&by=member&search=+anna+')).toEqual({ action: 'agent.', actorKind: 'member', search: 'anna' });
  expect(of('kind=nonsense&by=me&from=yesterday')).toEqual({});
});

it('takes the last day whole', () => {
  const { from, until } = of('from=2026-03-01&until=2026-03-01');
  expect((until?.getTime() ?? 0) - (from?.getTime() ?? 0)).toBe(86_400_000);
});

it('shows what differs, member by member', () => {
  expect(changedMembers({ name: 'A', version: 1, tags: ['x'] }, { name: 'A', version: 2, tags: ['x', 'y'], note: 'n' })).toEqual([
    { name: 'version', before: '1', after: '2' },
    { name: 'tags', before: '["x"]', after: '["x","y"]' },
    { name: 'note', before: undefined, after: 'n' },
  ]);
  expect(changedMembers(null, { name: 'A' })).toEqual([{ name: 'name', before: undefined, after: 'A' }]);
});
