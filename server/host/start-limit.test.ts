import { expect, it } from 'vitest';
import { StartLimit } from './start-limit';

const begun = (limit: StartLimit, count: number, ip: string, atMs = 0) =>
  Array.from({ length: count }, () => {
    try {
      limit.count({ agentId: 'agent_1', ip }, atMs);
      return true;
    } catch {
      return false;
    }
  }).filter(Boolean).length;

it('lets one address begin a quarter of what an agent may, and the next minute again', () => {
  const limit = new StartLimit({ perMinute: 8 });
  expect(begun(limit, 5, '192.0.2.1')).toBe(2);
  expect(begun(limit, 1, '192.0.2.1', 60_000)).toBe(1);
});

it('stops at what an agent may have in all, of which refused ones take nothing', () => {
  const limit = new StartLimit({ perMinute: 8 });
  begun(limit, 50, '192.0.2.1');
  const others = [2, 3, 4, 5].map((last) => begun(limit, 3, `192.0.2.${last}`));
  expect(others).toEqual([2, 2, 2, 0]);
});

it('says when to try again', () => {
  const limit = new StartLimit({ perMinute: 1 });
  limit.count({ agentId: 'agent_1' }, 15_000);
  expect(() => limit.count({ agentId: 'agent_1' }, 15_000)).toThrow(/45 seconds/u);
});
