import { z } from 'zod';
import type { ProviderSpec } from '../spec/provider-spec';
import { checkByRequest } from '../shared/request';
import { baseUrlOf, cloudFields, extraHeaders } from '../shared/settings';
import { elevenlabsHttpError } from './errors';
import { elevenlabsSpeechToText } from './speech-to-text';
import { elevenlabsTextToSpeech } from './text-to-speech';
import { elevenlabsBaseUrl } from './voice';
import { voicesAnswerSchema } from './wire';

export const elevenlabs: ProviderSpec = {
  name: 'elevenlabs',
  label: 'ElevenLabs',
  website: 'https://elevenlabs.io',
  isLocal: false,
  fields: cloudFields({ keyEnv: 'ELEVENLABS_API_KEY', baseUrlEnv: 'ELEVENLABS_BASE_URL', baseUrl: elevenlabsBaseUrl, keyPlaceholder: 'sk_…' }),
  speechToText: elevenlabsSpeechToText,
  textToSpeech: elevenlabsTextToSpeech,
  check: (settings, signal) =>
    checkByRequest({
      url: `${baseUrlOf(settings, elevenlabsBaseUrl)}/v2/voices?page_size=1`,
      headers: { 'xi-api-key': settings.apiKey ?? '', ...extraHeaders(settings) },
      signal,
      provider: 'elevenlabs',
      toError: elevenlabsHttpError,
      describe: (answer) =>
        z.parse(voicesAnswerSchema, answer).voices.length > 0 ? 'The key works, and voices are open to it.' : 'The key works, but no voice is open to it.',
    }),
};
