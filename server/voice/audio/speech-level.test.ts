import { describe, expect, it } from 'vitest';
import { SpeechLevel } from './speech-level';

const frame = (amplitude: number) => Int16Array.from({ length: 512 }, (_, i) => Math.round(amplitude * Math.sin(i / 3)));

describe('the loudness of speech', () => {
  it('E1 tells a quiet frame right after loud speech, which a detector still takes for speech', () => {
    const level = new SpeechLevel();
    expect(level.isQuiet(frame(8_000), true)).toBe(false);
    expect(level.isQuiet(frame(100), true)).toBe(true);
    expect(level.isQuiet(frame(900), true)).toBe(false);
  });

  it('E1 says nothing in a noise, nor before anyone has spoken', () => {
    const level = new SpeechLevel();
    expect(level.isQuiet(frame(5), false)).toBe(false);
    level.isQuiet(frame(3_000), true);
    expect(level.isQuiet(frame(600), true)).toBe(false);
  });
});
