import type { CapabilitySpec } from '../spec/provider-spec';
import type { SpeechToTextProvider } from '../spec/speech-to-text';
import { transcriptionByRequest } from '../shared/openai-transcription';
import { baseUrlOf, extraHeaders } from '../shared/settings';
import { groqHttpError } from './errors';
import { groqBaseUrl } from './language-model';

export const groqSpeechToText: CapabilitySpec<SpeechToTextProvider> = {
  models: [
    { id: 'whisper-large-v3-turbo', label: 'Whisper large v3 turbo', languages: '*' },
    { id: 'whisper-large-v3', label: 'Whisper large v3', languages: '*' },
  ],
  defaultModel: 'whisper-large-v3-turbo',
  create: (settings, model) =>
    transcriptionByRequest({
      id: `groq:${model}`,
      provider: 'groq',
      model,
      baseUrl: baseUrlOf(settings, groqBaseUrl),
      headers: { authorization: `Bearer ${settings.apiKey ?? ''}`, ...extraHeaders(settings) },
      isVerbose: true,
      toError: groqHttpError,
    }),
};
