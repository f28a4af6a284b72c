import type { EmbeddingProvider } from '../spec/embeddings';
import type { CapabilitySpec } from '../spec/provider-spec';
import { embeddingsByRequest } from '../shared/openai-embeddings';
import { baseUrlOf, extraHeaders } from '../shared/settings';
import { openaiHttpError } from './errors';
import { openaiBaseUrl } from './language-model';

export const openaiEmbeddings: CapabilitySpec<EmbeddingProvider> = {
  models: [
    { id: 'text-embedding-3-small', label: 'Embedding 3 small', languages: '*' },
    { id: 'text-embedding-3-large', label: 'Embedding 3 large', languages: '*' },
  ],
  defaultModel: 'text-embedding-3-small',
  create: (settings, model) =>
    embeddingsByRequest({
      id: `openai:${model}`,
      provider: 'openai',
      model,
      baseUrl: baseUrlOf(settings, openaiBaseUrl),
      headers: { authorization: `Bearer ${settings.apiKey ?? ''}`, ...extraHeaders(settings) },
      toError: openaiHttpError,
    }),
};
