import { describe, expect, it } from 'vitest';
import { silencePrompt } from './phrases';

describe('asking into a silence', () => {
  it.each(['en', 'es', 'pt-BR', 'fr', 'de', 'it'])('S2 is done in other words each time: %s', (language) => {
    const said = [1, 2, 3].map((time) => silencePrompt(language, time));
    expect(new Set(said).size).toBe(3);
    expect(said.every((text) => text.length > 5)).toBe(true);
    expect(language === 'en' || said[1] !== silencePrompt('en', 2)).toBe(true);
  });
});
