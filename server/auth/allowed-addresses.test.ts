import { describe, expect, it } from 'vitest';
import { isAddressRange, isFrom } from './allowed-addresses';

describe('addresses a key may be used from', () => {
  it.each([
    [[], '203.0.113.9', true],
    [['203.0.113.9'], '203.0.113.9', true],
    [['203.0.113.9'], '203.0.113.10', false],
    [['203.0.113.0/24'], '203.0.113.200', true],
    [['203.0.113.0/24'], '::ffff:203.0.113.7', true],
    [['2001:db8::/32'], '2001:db8:1::5', true],
    [['2001:db8::/32'], '203.0.113.9', false],
    [['203.0.113.9'], undefined, false],
    [['203.0.113.9'], 'unknown', false],
  ])('%j and %s: %s', (ranges, ip, expected) => {
    expect(isFrom(ranges, ip)).toBe(expected);
  });

  it('are addresses and ranges, and nothing else', () => {
    expect(['10.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32'].every(isAddressRange)).toBe(true);
    expect(['', 'host', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/-1', '::/129'].some(isAddressRange)).toBe(false);
  });
});
