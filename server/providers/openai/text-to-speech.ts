import type { CapabilitySpec, ProviderSettings } from '../spec/provider-spec';
import type { TextToSpeechProvider, Voice } from '../spec/text-to-speech';
import { speechByRequest } from '../shared/openai-speech';
import { baseUrlOf, extraHeaders } from '../shared/settings';
import { openaiHttpError } from './errors';
import { openaiBaseUrl } from './language-model';

const voices: readonly Voice[] = (
  [
    ['alloy', 'Alloy', 'neutral'],
    ['ash', 'Ash', 'male'],
    ['ballad', 'Ballad', 'male'],
    ['coral', 'Coral', 'female'],
    ['echo', 'Echo', 'male'],
    ['fable', 'Fable', 'neutral'],
    ['nova', 'Nova', 'female'],
    ['onyx', 'Onyx', 'male'],
    ['sage', 'Sage', 'female'],
    ['shimmer', 'Shimmer', 'female'],
    ['verse', 'Verse', 'male'],
  ] as const
).map(([id, name, gender]) => ({ id, name, gender, languages: '*' }));

export const openaiTextToSpeech: CapabilitySpec<TextToSpeechProvider> = {
  models: [
    { id: 'gpt-4o-mini-tts', label: 'GPT-4o mini TTS', languages: '*' },
    { id: 'tts-1', label: 'TTS-1', languages: '*' },
    { id: 'tts-1-hd', label: 'TTS-1 HD', languages: '*' },
  ],
  defaultModel: 'gpt-4o-mini-tts',
  create: (settings: ProviderSettings, model: string) =>
    speechByRequest({
      id: `openai:${model}`,
      provider: 'openai',
      model,
      baseUrl: baseUrlOf(settings, openaiBaseUrl),
      headers: { authorization: `Bearer ${settings.apiKey ?? ''}`, ...extraHeaders(settings) },
      voices,
      defaultVoice: 'alloy',
      toError: openaiHttpError,
    }),
};
