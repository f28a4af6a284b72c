import { describe, expect, it } from 'vitest';
import { parseAgentConfig } from '../../contracts/agent-config';
import { turnPolicyOf } from '../turn/policy';
import { allowanceFor, noAllowance, withPatience } from './adapt';
import { ConnectionMeter } from './quality';

/** Sound in blocks of 20 ms, each so much later than it should be. */
function line(delaysMs: readonly number[], meter = new ConnectionMeter()): ConnectionMeter {
  let arrivedMs = 0;
  delaysMs.forEach((delayMs, i) => {
    // Over one connection nothing overtakes.
    arrivedMs = Math.max(arrivedMs, i * 20 + delayMs);
    meter.sound(20, arrivedMs);
  });
  return meter;
}

const times = (count: number, delay: (i: number) => number) => Array.from({ length: count }, (_, i) => delay(i));

describe('the quality of a line', () => {
  it('Q1 is good when sound comes evenly, however long it takes', () => {
    expect(line(times(200, () => 250)).take()).toMatchObject({ level: 'good', score: 100, jitterMs: 0, lateShare: 0, lostShare: 0 });
  });

  it('Q1 falls with jitter, with late sound and with lost sound', () => {
    const uneven = line(times(200, (i) => (i % 10 === 0 ? 180 : 0))).take();
    expect(uneven?.level).toBe('poor');
    expect(uneven?.lateShare).toBeGreaterThan(0.2);
    const meter = new ConnectionMeter();
    for (let i = 0; i < 100; i++) meter.sound(20, i * 22, { lostMs: i % 10 === 0 ? 20 : 0 });
    expect(meter.take()).toMatchObject({ level: 'fair', lostShare: 0.091 });
  });

  it('Q1 does not take a muted microphone for a bad line', () => {
    const meter = line(times(50, () => 0));
    meter.sound(20, 20_000);
    for (let i = 1; i < 50; i++) meter.sound(20, 20_000 + i * 20);
    expect(meter.take()).toMatchObject({ level: 'good', lateShare: 0 });
  });

  it('Q1 counts a long way, and tells what the client has ahead', () => {
    const meter = line(times(100, () => 0));
    meter.roundTrip(600);
    meter.buffered(300);
    meter.buffered(40);
    expect(meter.take()).toMatchObject({ level: 'fair', roundTripMs: 600, leastBufferedMs: 40 });
    expect(meter.take()).toBeNull();
  });

  it('Q2 a bad line is given patience and lead, within bounds; a good one nothing', () => {
    const good = line(times(100, () => 0)).take();
    const poor = line(times(200, (i) => (i % 10 === 0 ? 180 : 0))).take();
    if (good === null || poor === null) throw new Error('nothing was measured');
    expect(allowanceFor(good)).toEqual(noAllowance);
    const allowance = allowanceFor(poor);
    expect(allowance.patienceMs).toBeGreaterThanOrEqual(120);
    expect(allowance.patienceMs).toBeLessThanOrEqual(400);
    expect(allowance.leadMs).toBeGreaterThanOrEqual(100);
    const policy = turnPolicyOf(parseAgentConfig({}), 'en', false);
    expect(withPatience(policy, allowance).endpointing.usualSilenceMs).toBe(policy.endpointing.usualSilenceMs + allowance.patienceMs);
    expect(withPatience(policy, noAllowance)).toBe(policy);
  });
});
