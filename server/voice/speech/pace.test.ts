import { describe, expect, it } from 'vitest';
import { PaceMatcher } from './pace';

const tenWords = 'one two three four five six seven eight nine ten';
const turn = (ms: number, speed = 1) => ({ text: tenWords, ms, language: 'en', ownSpeed: 1, speed });

describe('matching the participant’s pace', () => {
  it('G1 goes half of the way, and never further than its bounds', () => {
    expect(new PaceMatcher().heard(turn(3_000))).toEqual({ speed: 1.11, wordsPerMinute: 200 });
    expect(new PaceMatcher().heard(turn(1_600))?.speed).toBe(1.14);
    expect(new PaceMatcher().heard(turn(9_000))?.speed).toBe(0.86);
  });

  it('G1 changes nothing for a difference nobody hears, or for a turn too short to tell', () => {
    const matcher = new PaceMatcher();
    expect(matcher.heard(turn(3_600))).toBeNull();
    expect(matcher.heard({ ...turn(3_000), text: 'yes please' })).toBeNull();
  });

  it('G1 takes several turns to follow a change', () => {
    const matcher = new PaceMatcher();
    matcher.heard(turn(3_600));
    const after = matcher.heard(turn(2_600));
    expect(after?.speed).toBeGreaterThan(1.04);
    expect(after?.speed).toBeLessThan(1.14);
  });
});
