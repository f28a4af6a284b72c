import { expect, it } from 'vitest';
import { cleanWhisperText } from './clean-text';

it('takes out what stands for noises', () => {
  expect(cleanWhisperText(' [BLANK_AUDIO] Hello (music) there ♪')).toBe('Hello there');
});

it('says a phrase once that the model got stuck on, its cut-off last round included', () => {
  expect(cleanWhisperText(`I said. ${'Weasels have phones. '.repeat(20)}Weasels have`)).toBe('I said. Weasels have phones.');
});

it('keeps what a person says twice or three times', () => {
  expect(cleanWhisperText('no no no thank you')).toBe('no no no thank you');
});
