import { expect, it } from 'vitest';
import { isFetching, languageChoices, splitRemedy, tierInUse } from './local-speech-state';

it('uses the first tier that is ready', () => {
  const tiers = [
    { engine: 'whisper', ready: false },
    { engine: 'pocketsphinx', ready: true },
    { engine: 'soundswallower', ready: true },
  ];
  expect(tierInUse(tiers)?.engine).toBe('pocketsphinx');
  expect(tierInUse(tiers.slice(0, 1))).toBeUndefined();
});

it('takes the mending command out of a sentence, and leaves other brackets where they are', () => {
  expect(splitRemedy('no Whisper model (npm run -s parley -- models fetch whisper-base)')).toEqual({
    text: 'no Whisper model',
    command: 'npm run -s parley -- models fetch whisper-base',
  });
  expect(splitRemedy('eSpeak NG is not installed (apt-get install espeak-ng)').command).toBe('apt-get install espeak-ng');
  expect(splitRemedy('Whisper (whisper-base)')).toEqual({ text: 'Whisper (whisper-base)', command: undefined });
  expect(splitRemedy("SoundSwallower (built in): the agent's own phrases only")).toMatchObject({ command: undefined });
});

it('knows a model that is on its way from one that is there, was not begun, or failed', () => {
  const progress = (phase: string) => ({ phase });
  expect(isFetching({ state: 'absent', progress: progress('downloading') })).toBe(true);
  expect(isFetching({ state: 'absent', progress: progress('converting') })).toBe(true);
  expect(isFetching({ state: 'absent', progress: null })).toBe(false);
  expect(isFetching({ state: 'absent', progress: progress('failed') })).toBe(false);
  expect(isFetching({ state: 'ready', progress: progress('ready') })).toBe(false);
});

it('offers the languages of the agents first, the commonest before the others', () => {
  expect(languageChoices(['es', 'en', 'en'], ['de', 'en', 'es', 'fr'])).toEqual({ used: ['en', 'es'], others: ['de', 'fr'] });
  expect(languageChoices([], ['en'])).toEqual({ used: [], others: ['en'] });
});
