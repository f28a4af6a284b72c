import { AppError } from '../lib/app-error';
import { encodeWav } from '../lib/wav';
import type { Catalogue, ProviderDescription } from '../domain/providers/catalogue';

const scripted: ProviderDescription = {
  name: 'scripted',
  label: 'Scripted',
  website: 'https://example.com',
  isLocal: false,
  fields: [
    { name: 'apiKey', label: 'API key', kind: 'secret', isRequired: true },
    { name: 'baseUrl', label: 'Base URL', kind: 'url', isRequired: false },
  ],
  capabilities: {
    textToSpeech: { models: [{ id: 'voice-1', label: 'Voice 1', languages: ['en'] }], defaultModel: 'voice-1' },
    languageModel: { models: [{ id: 'model-1', label: 'Model 1', languages: '*' }], defaultModel: 'model-1' },
  },
  fieldsFromEnvironment: [],
  isReadyByEnvironment: false,
  readiness: null,
};

const local: ProviderDescription = {
  ...scripted,
  name: 'local',
  label: 'Local',
  isLocal: true,
  fields: [],
  isReadyByEnvironment: true,
  readiness: { ok: true, detail: 'ready' },
};

/** A catalogue that plays a script: a key of `good-key-…` works, any other does not. */
export function scriptedCatalogue(): Catalogue {
  return {
    providers: async () => [scripted, local],
    check: async (_, settings) => {
      const ok = settings?.['apiKey']?.startsWith('good-key') === true;
      return { ok, detail: ok ? 'works' : 'the key is refused' };
    },
    voices: async () => [{ id: 'ada', name: 'Ada', languages: ['en'], gender: 'female', provider: 'local', ref: 'local:ada' }],
    localSpeech: async (language) => ({
      language,
      speechToText: [{ tier: 1, engine: 'scripted', ready: true, detail: 'ready' }],
      textToSpeech: [],
      models: [],
    }),
    preview: async ({ voiceId }) => {
      if (voiceId !== 'ada') throw new AppError('not_found', 'There is no such voice.');
      return encodeWav(new Int16Array(1600), { sampleRate: 16_000 });
    },
  };
}
