import { describe, expect, it } from 'vitest';
import { SpeechTiming } from './heard-text';

describe('what was heard', () => {
  it('H1 is nothing before the first word sounded', () => {
    const timing = new SpeechTiming();
    timing.addSegment('Hello there, friend.');
    timing.addSound(100, undefined);
    expect(timing.heardText(0)).toBe('');
  });

  it('H1 cuts at a word, by the share of the segment that was played', () => {
    const timing = new SpeechTiming();
    timing.addSegment('one two three four. ');
    timing.addSound(2_000, 0);
    expect(timing.heardText(1_000)).toBe('one two');
    expect(timing.heardText(2_000)).toBe('one two three four.');
  });

  it('H1 counts segments that are over by their own length', () => {
    const timing = new SpeechTiming();
    timing.addSegment('Short. ');
    timing.addSegment('A longer sentence follows here.');
    timing.addSound(3_000, 0);
    timing.addSound(1_000, 1);
    expect(timing.heardText(3_000)).toBe('Short.');
    expect(timing.heardText(3_700)).toContain('A longer');
    expect(timing.heardText(4_000)).toBe('Short. A longer sentence follows here.');
  });

  it("H1 follows the vendor's own alignment where there is one", () => {
    const timing = new SpeechTiming();
    timing.addSegment('go now');
    timing.addAlignment({ chars: [...'go now'], startMs: [0, 50, 100, 900, 950, 1_000], durationMs: [50, 50, 800, 50, 50, 50] });
    timing.addSound(1_100, 0);
    expect(timing.heardText(800)).toBe('go');
    expect(timing.words(1_100).map((word) => Math.round(word.startMs))).toEqual([0, 900]);
  });

  it('is always a prefix of what was said, for any playhead', () => {
    const timing = new SpeechTiming();
    const segments = ['Well, ', 'we open at nine on Saturday. ', 'Would you like a table?'];
    for (const piece of segments) timing.addSegment(piece);
    timing.addSound(400, 0);
    timing.addSound(1_700, 1);
    timing.addSound(900, undefined);
    let before = 0;
    for (let playedMs = 0; playedMs <= 3_500; playedMs += 70) {
      const heard = timing.heardText(playedMs);
      expect(segments.join('').startsWith(heard)).toBe(true);
      expect(heard.length).toBeGreaterThanOrEqual(before);
      before = heard.length;
    }
  });
});
