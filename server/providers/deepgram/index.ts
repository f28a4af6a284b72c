import { z } from 'zod';
import type { ProviderSpec } from '../spec/provider-spec';
import { checkByRequest } from '../shared/request';
import { baseUrlOf, cloudFields, extraHeaders } from '../shared/settings';
import { deepgramHttpError } from './errors';
import { deepgramBaseUrl, deepgramSpeechToText } from './speech-to-text';
import { projectsAnswerSchema } from './wire';

export const deepgram: ProviderSpec = {
  name: 'deepgram',
  label: 'Deepgram',
  website: 'https://console.deepgram.com',
  isLocal: false,
  fields: cloudFields({ keyEnv: 'DEEPGRAM_API_KEY', baseUrlEnv: 'DEEPGRAM_BASE_URL', baseUrl: deepgramBaseUrl, keyPlaceholder: 'your key' }),
  speechToText: deepgramSpeechToText,
  check: (settings, signal) =>
    checkByRequest({
      url: `${baseUrlOf(settings, deepgramBaseUrl)}/v1/projects`,
      headers: { authorization: `Token ${settings.apiKey ?? ''}`, ...extraHeaders(settings) },
      signal,
      provider: 'deepgram',
      toError: deepgramHttpError,
      describe: (answer) => `The key works: it belongs to ${z.parse(projectsAnswerSchema, answer).projects[0]?.name ?? 'a project without a name'}.`,
    }),
};
