import { describe, expect, it } from 'vitest';
import { RequestLimit } from './request-limit';

describe('RequestLimit', () => {
  it('counts each caller for itself and begins anew with each minute', () => {
    const limit = new RequestLimit({ perMinute: 2 });
    const start = 60_000 * 1000;
    expect([1, 2, 3].map(() => limit.count('a', start).isExceeded)).toEqual([false, false, true]);
    expect(limit.count('b', start)).toEqual({ limit: 2, remaining: 1, resetSeconds: 60, isExceeded: false });
    expect(limit.count('a', start + 60_000).isExceeded).toBe(false);
  });

  it('remembers no more callers than it was told to', () => {
    const limit = new RequestLimit({ perMinute: 1, mostCallers: 2 });
    for (const caller of ['a', 'b', 'c']) limit.count(caller, 0);
    expect(limit.count('a', 0).isExceeded).toBe(false);
    expect(limit.count('c', 0).isExceeded).toBe(true);
  });
});
