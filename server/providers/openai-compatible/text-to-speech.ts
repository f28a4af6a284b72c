import type { CapabilitySpec } from '../spec/provider-spec';
import type { TextToSpeechProvider } from '../spec/text-to-speech';
import { speechByRequest } from '../shared/openai-speech';
import { baseUrlOf } from '../shared/settings';
import { compatibleHttpError } from './errors';
import { compatibleHeaders } from './headers';

export const compatibleTextToSpeech: CapabilitySpec<TextToSpeechProvider> = {
  models: [],
  defaultModel: 'tts-1',
  create: (settings, model) =>
    speechByRequest({
      id: `openai-compatible:${model}`,
      provider: 'openai-compatible',
      model,
      baseUrl: baseUrlOf(settings, ''),
      headers: compatibleHeaders(settings),
      voices: [],
      defaultVoice: 'alloy',
      toError: compatibleHttpError,
    }),
};
