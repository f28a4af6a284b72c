import type { CapabilitySpec } from '../spec/provider-spec';
import type { SpeechToTextProvider } from '../spec/speech-to-text';
import { transcriptionByRequest } from '../shared/openai-transcription';
import { baseUrlOf } from '../shared/settings';
import { compatibleHttpError } from './errors';
import { compatibleHeaders } from './headers';

export const compatibleSpeechToText: CapabilitySpec<SpeechToTextProvider> = {
  models: [],
  defaultModel: 'whisper-1',
  create: (settings, model) =>
    transcriptionByRequest({
      id: `openai-compatible:${model}`,
      provider: 'openai-compatible',
      model,
      baseUrl: baseUrlOf(settings, ''),
      headers: compatibleHeaders(settings),
      isVerbose: model.includes('whisper'),
      toError: compatibleHttpError,
    }),
};
