import { z } from 'zod';
import type { ProviderSpec } from '../spec/provider-spec';
import { checkByRequest } from '../shared/request';
import { baseUrlOf } from '../shared/settings';
import { compatibleEmbeddings } from './embeddings';
import { compatibleHttpError } from './errors';
import { compatibleHeaders } from './headers';
import { compatibleLanguageModel } from './language-model';
import { compatibleSpeechToText } from './speech-to-text';
import { compatibleTextToSpeech } from './text-to-speech';
import { modelsAnswerSchema } from './wire';

/** Any server that speaks OpenAI's protocol: a base URL is enough. */
export const openaiCompatible: ProviderSpec = {
  name: 'openai-compatible',
  label: 'OpenAI-compatible server',
  website: 'https://github.com/ollama/ollama/blob/main/docs/openai.md',
  isLocal: false,
  fields: [
    { name: 'baseUrl', label: 'Base URL', kind: 'url', isRequired: true, placeholder: 'http://127.0.0.1:11434/v1', env: 'OPENAI_COMPATIBLE_BASE_URL' },
    { name: 'apiKey', label: 'API key', kind: 'secret', isRequired: false, placeholder: 'only if the server asks for one', env: 'OPENAI_COMPATIBLE_API_KEY' },
    {
      name: 'headers',
      label: 'Extra headers (JSON)',
      kind: 'headers',
      isRequired: false,
      placeholder: '{"x-team": "voice"}',
      env: 'OPENAI_COMPATIBLE_HEADERS',
    },
  ],
  languageModel: compatibleLanguageModel,
  speechToText: compatibleSpeechToText,
  textToSpeech: compatibleTextToSpeech,
  embeddings: compatibleEmbeddings,
  check: (settings, signal) =>
    checkByRequest({
      url: `${baseUrlOf(settings, '')}/models`,
      headers: compatibleHeaders(settings),
      signal,
      provider: 'openai-compatible',
      toError: compatibleHttpError,
      describe: (answer) => {
        const models = z.parse(modelsAnswerSchema, answer).data.map((model) => model.id);
        return `The server answers and lists ${models.length} models${models.length === 0 ? '' : `, ${models.slice(0, 3).join(', ')}${models.length > 3 ? ' …' : ''}`}.`;
      },
    }),
};
