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

it('says a whole sentence once that the model wrote twice, its marks and capitals aside', () => {
  expect(cleanWhisperText('We are open every day except Monday. We are open every day except Monday, we are open')).toBe(
    'We are open every day except Monday.',
  );
});

it('keeps the digits of a number', () => {
  expect(cleanWhisperText('It is 5 5 5 5 0 0 0 0, zero zero zero zero.')).toBe('It is 5 5 5 5 0 0 0 0, zero zero zero zero.');
  expect(cleanWhisperText('one two one two one two one two')).toBe('one two one two one two one two');
});
