import { z } from 'zod';
import type { ProviderSpec } from '../spec/provider-spec';
import { checkByRequest } from '../shared/request';
import { baseUrlOf, cloudFields, extraHeaders } from '../shared/settings';
import { anthropicHttpError } from './errors';
import { anthropicBaseUrl, anthropicLanguageModel } from './language-model';
import { modelsAnswerSchema } from './wire';

export const anthropic: ProviderSpec = {
  name: 'anthropic',
  label: 'Anthropic',
  website: 'https://console.anthropic.com',
  isLocal: false,
  fields: cloudFields({ keyEnv: 'ANTHROPIC_API_KEY', baseUrlEnv: 'ANTHROPIC_BASE_URL', baseUrl: anthropicBaseUrl, keyPlaceholder: 'sk-ant-…' }),
  languageModel: anthropicLanguageModel,
  check: (settings, signal) =>
    checkByRequest({
      url: `${baseUrlOf(settings, anthropicBaseUrl)}/models`,
      headers: { 'x-api-key': settings.apiKey ?? '', 'anthropic-version': '2023-06-01', ...extraHeaders(settings) },
      signal,
      provider: 'anthropic',
      toError: anthropicHttpError,
      describe: (answer) => `The key works: ${z.parse(modelsAnswerSchema, answer).data.length} models are open to it.`,
    }),
};
