import { describe, expect, it } from 'vitest';
import { SpeechLevel } from './speech-level';

const frame = (amplitude: number) => Int16Array.from({ length: 512 }, (_, i) => Math.round(amplitude * Math.sin(i / 3)));

describe('the loudness of speech', () => {
  it('E1 tells a quiet frame right after loud speech, which a detector still takes for speech', () => {
    const level = new SpeechLevel();
    expect(level.take(frame(8_000), true)).toEqual({ isQuiet: false, isPause: false });
    expect(level.take(frame(100), true)).toEqual({ isQuiet: true, isPause: false });
    expect(level.take(frame(100), true)).toEqual({ isQuiet: true, isPause: true });
    expect(level.take(frame(900), true).isQuiet).toBe(false);
  });

  it('E1 says nothing in a noise, nor before anyone has spoken', () => {
    const level = new SpeechLevel();
    expect(level.take(frame(5), false).isQuiet).toBe(false);
    level.take(frame(3_000), true);
    expect(level.take(frame(600), true).isQuiet).toBe(false);
  });
});
