import { z } from 'zod';
import type { ProviderSpec } from '../spec/provider-spec';
import { checkByRequest } from '../shared/request';
import { baseUrlOf, cloudFields, extraHeaders } from '../shared/settings';
import { googleHttpError } from './errors';
import { googleBaseUrl, googleLanguageModel } from './language-model';
import { modelsAnswerSchema } from './wire';

export const google: ProviderSpec = {
  name: 'google',
  label: 'Google Gemini',
  website: 'https://aistudio.google.com',
  isLocal: false,
  fields: cloudFields({ keyEnv: 'GOOGLE_API_KEY', baseUrlEnv: 'GOOGLE_BASE_URL', baseUrl: googleBaseUrl, keyPlaceholder: 'AIza…' }),
  languageModel: googleLanguageModel,
  check: (settings, signal) =>
    checkByRequest({
      url: `${baseUrlOf(settings, googleBaseUrl)}/models`,
      headers: { 'x-goog-api-key': settings.apiKey ?? '', ...extraHeaders(settings) },
      signal,
      provider: 'google',
      toError: googleHttpError,
      describe: (answer) => `The key works: ${z.parse(modelsAnswerSchema, answer).models.length} models are open to it.`,
    }),
};
