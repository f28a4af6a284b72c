import { z } from 'zod';
import { type EmbeddingProvider, unitVector } from '../spec/embeddings';
import type { ProviderError } from '../spec/provider-error';
import { errorOfCategory, type HttpFailure } from './failures';
import { askVendor } from './request';

/** A vendor that gives vectors at `/embeddings`, as OpenAI defined it. */
export interface EmbeddingsEndpoint {
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly baseUrl: string;
  readonly headers: Record<string, string>;
  toError(failure: HttpFailure): ProviderError;
}

const answerSchema = z.object({ data: z.array(z.object({ index: z.number(), embedding: z.array(z.number()) })) });
const batchSize = 64;
const limitMs = { question: 5_000, passages: 60_000 } as const;
/** Servers refuse texts past their model's limit; no passage of ours is near it. */
const longestText = 8_000;

export function embeddingsByRequest(endpoint: EmbeddingsEndpoint): EmbeddingProvider {
  return {
    id: endpoint.id,
    isReady: () => true,
    async embed(texts, { of, signal }) {
      const vectors: Float32Array[] = [];
      for (let i = 0; i < texts.length; i += batchSize) vectors.push(...(await embedBatch(endpoint, texts.slice(i, i + batchSize), limitMs[of], signal)));
      return vectors;
    },
  };
}

async function embedBatch(endpoint: EmbeddingsEndpoint, texts: readonly string[], limit: number, signal: AbortSignal): Promise<Float32Array[]> {
  const { provider, model, baseUrl, headers, toError } = endpoint;
  const answer = await askVendor(
    {
      url: `${baseUrl}/embeddings`,
      init: {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ model, input: texts.map((text) => text.slice(0, longestText)), encoding_format: 'float' }),
      },
      signal,
      limitMs: limit,
      what: 'the vectors',
      provider,
      toError,
    },
    (response) => response.json(),
  );
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success || parsed.data.data.length !== texts.length)
    throw errorOfCategory(provider, 'bad-answer', 'the answer does not hold a vector for each text');
  return [...parsed.data.data].sort((a, b) => a.index - b.index).map(({ embedding }) => unitVector(Float32Array.from(embedding)));
}
