import { describe, expect, it } from 'vitest';
import { GenerationSchedule } from './generation-schedule';

describe('text that comes in bits', () => {
  it('waits for as much as the schedule says, and is cut where a phrase ends', () => {
    const schedule = new GenerationSchedule({ schedule: [20, 40] });
    expect(schedule.add('Hello there, ')).toEqual([]);
    expect(schedule.add('my good friend ')).toEqual(['Hello there, ']);
    expect(schedule.add('of many years. ')).toEqual([]);
    expect(schedule.add('How are you today? ')).toEqual(['my good friend of many years. How are you today? ']);
  });

  it('is spoken phrase by phrase in auto mode', () => {
    const schedule = new GenerationSchedule({ isAuto: true });
    expect(schedule.add('One. ')).toEqual(['One. ']);
    expect(schedule.add('Two is 2.')).toEqual([]);
    expect(schedule.add('5 long. ')).toEqual(['Two is 2.5 long. ']);
  });

  it('is spoken at once when flushed, and nothing is said of nothing', () => {
    const schedule = new GenerationSchedule({});
    schedule.add('Half a sen');
    expect(schedule.flush()).toEqual(['Half a sen ']);
    expect(schedule.flush()).toEqual([]);
    expect(schedule.add('  ')).toEqual([]);
    expect(schedule.flush()).toEqual([]);
  });

  it('is triggered when there is some of it, at a word’s end', () => {
    const schedule = new GenerationSchedule({});
    expect(schedule.add('Too short ', { tryTrigger: true })).toEqual([]);
    expect(schedule.add('but with this it is longer than fifty charac', { tryTrigger: true })).toEqual(['Too short but with this it is longer than fifty ']);
  });

  it('never grows without end, even without a space', () => {
    const schedule = new GenerationSchedule({ schedule: [5000] });
    expect(schedule.add('x'.repeat(2_500)).join('').length).toBeGreaterThan(2_000);
  });
});
