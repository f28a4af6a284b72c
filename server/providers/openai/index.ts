import { z } from 'zod';
import type { ProviderSpec } from '../spec/provider-spec';
import { checkByRequest } from '../shared/request';
import { baseUrlOf, cloudFields, extraHeaders } from '../shared/settings';
import { openaiEmbeddings } from './embeddings';
import { openaiHttpError } from './errors';
import { openaiBaseUrl, openaiLanguageModel } from './language-model';
import { openaiSpeechToText } from './speech-to-text';
import { openaiTextToSpeech } from './text-to-speech';
import { modelsAnswerSchema } from './wire';

export const openai: ProviderSpec = {
  name: 'openai',
  label: 'OpenAI',
  website: 'https://platform.openai.com',
  isLocal: false,
  fields: cloudFields({ keyEnv: 'OPENAI_API_KEY', baseUrlEnv: 'OPENAI_BASE_URL', baseUrl: openaiBaseUrl, keyPlaceholder: 'sk-…' }),
  languageModel: openaiLanguageModel,
  speechToText: openaiSpeechToText,
  textToSpeech: openaiTextToSpeech,
  embeddings: openaiEmbeddings,
  check: (settings, signal) =>
    checkByRequest({
      url: `${baseUrlOf(settings, openaiBaseUrl)}/models`,
      headers: { authorization: `Bearer ${settings.apiKey ?? ''}`, ...extraHeaders(settings) },
      signal,
      provider: 'openai',
      toError: openaiHttpError,
      describe: (answer) => `The key works: ${z.parse(modelsAnswerSchema, answer).data.length} models are open to it.`,
    }),
};
