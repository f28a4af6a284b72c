import type { EmbeddingProvider } from '../spec/embeddings';
import type { CapabilitySpec } from '../spec/provider-spec';
import { embeddingsByRequest } from '../shared/openai-embeddings';
import { baseUrlOf } from '../shared/settings';
import { compatibleHttpError } from './errors';
import { compatibleHeaders } from './headers';

export const compatibleEmbeddings: CapabilitySpec<EmbeddingProvider> = {
  models: [],
  defaultModel: 'nomic-embed-text',
  create: (settings, model) =>
    embeddingsByRequest({
      id: `openai-compatible:${model}`,
      provider: 'openai-compatible',
      model,
      baseUrl: baseUrlOf(settings, ''),
      headers: compatibleHeaders(settings),
      toError: compatibleHttpError,
    }),
};
