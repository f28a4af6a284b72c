import { z } from 'zod';
import type { ProviderSpec } from '../spec/provider-spec';
import { checkByRequest } from '../shared/request';
import { baseUrlOf, cloudFields, extraHeaders } from '../shared/settings';
import { groqHttpError } from './errors';
import { groqBaseUrl, groqLanguageModel } from './language-model';
import { groqSpeechToText } from './speech-to-text';
import { modelsAnswerSchema } from './wire';

export const groq: ProviderSpec = {
  name: 'groq',
  label: 'Groq',
  website: 'https://console.groq.com',
  isLocal: false,
  fields: cloudFields({ keyEnv: 'GROQ_API_KEY', baseUrlEnv: 'GROQ_BASE_URL', baseUrl: groqBaseUrl, keyPlaceholder: 'gsk_…' }),
  languageModel: groqLanguageModel,
  speechToText: groqSpeechToText,
  check: (settings, signal) =>
    checkByRequest({
      url: `${baseUrlOf(settings, groqBaseUrl)}/models`,
      headers: { authorization: `Bearer ${settings.apiKey ?? ''}`, ...extraHeaders(settings) },
      signal,
      provider: 'groq',
      toError: groqHttpError,
      describe: (answer) => `The key works: ${z.parse(modelsAnswerSchema, answer).data.length} models are open to it.`,
    }),
};
