import type { CapabilitySpec, ProviderSettings } from '../spec/provider-spec';
import type { SpeechToTextProvider } from '../spec/speech-to-text';
import { transcriptionByRequest } from '../shared/openai-transcription';
import { baseUrlOf, extraHeaders } from '../shared/settings';
import { openaiHttpError } from './errors';
import { openaiBaseUrl } from './language-model';

export const openaiSpeechToText: CapabilitySpec<SpeechToTextProvider> = {
  models: [
    { id: 'gpt-4o-mini-transcribe', label: 'GPT-4o mini Transcribe', languages: '*' },
    { id: 'gpt-4o-transcribe', label: 'GPT-4o Transcribe', languages: '*' },
    { id: 'whisper-1', label: 'Whisper', languages: '*' },
  ],
  defaultModel: 'gpt-4o-mini-transcribe',
  create: (settings: ProviderSettings, model: string) =>
    transcriptionByRequest({
      id: `openai:${model}`,
      provider: 'openai',
      model,
      baseUrl: baseUrlOf(settings, openaiBaseUrl),
      headers: { authorization: `Bearer ${settings.apiKey ?? ''}`, ...extraHeaders(settings) },
      // The GPT-4o recognisers refuse the verbose form.
      isVerbose: model.startsWith('whisper'),
      toError: openaiHttpError,
    }),
};
