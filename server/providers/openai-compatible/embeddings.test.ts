import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createEmbeddings } from '../registry';

const never = new AbortController().signal;
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Asked {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: { readonly model: string; readonly input: readonly string[] };
}

/** Speaks the protocol; vectors come in the wrong order, which it allows. */
async function startStub(answer?: { readonly status: number; readonly body: string }): Promise<{ readonly baseUrl: string; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const body = JSON.parse(text) as Asked['body'];
      asked.push({ path: request.url, authorization: request.headers.authorization, body });
      const data = body.input.map((input, index) => ({ object: 'embedding', index, embedding: [input.length, 0, 3] })).reverse();
      response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' });
      response.end(answer?.body ?? JSON.stringify({ object: 'list', data, model: body.model }));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked };
}

it('gives unit vectors in the order of the texts, in batches, from any server that speaks the protocol', async () => {
  const { baseUrl, asked } = await startStub();
  const provider = createEmbeddings('openai-compatible:bge-m3', () => ({ baseUrl, apiKey: 'k' }));
  const texts = Array.from({ length: 70 }, (_, i) => 'x'.repeat(i + 1));
  const vectors = (await provider?.embed(texts, { of: 'passages', signal: never })) ?? [];
  expect(provider?.id).toBe('openai-compatible:bge-m3');
  expect(vectors).toHaveLength(70);
  expect([...(vectors[3] ?? [])].map((value) => Math.round(value * 100) / 100)).toEqual([0.8, 0, 0.6]);
  expect(asked.map(({ body }) => body.input.length)).toEqual([64, 6]);
  expect(asked[0]).toMatchObject({ path: '/v1/embeddings', authorization: 'Bearer k', body: { model: 'bge-m3' } });
});

it('says whose fault a failure is, and takes no answer for vectors that is none', async () => {
  const refused = await startStub({ status: 401, body: '{"error":{"message":"no"}}' });
  const provider = createEmbeddings('openai', () => ({ baseUrl: refused.baseUrl, apiKey: 'wrong' }));
  await expect(provider?.embed(['x'], { of: 'question', signal: never })).rejects.toMatchObject({
    provider: 'openai',
    category: 'authentication',
    isPermanent: true,
  });
  server?.close();
  const odd = await startStub({ status: 200, body: '{"data":[]}' });
  const other = createEmbeddings('openai', () => ({ baseUrl: odd.baseUrl, apiKey: 'k' }));
  await expect(other?.embed(['x'], { of: 'question', signal: never })).rejects.toMatchObject({ category: 'bad-answer' });
});

it('without its key there is none, and a vendor without such models is refused', () => {
  expect(createEmbeddings('openai', () => undefined)).toBeUndefined();
  expect(() => createEmbeddings('deepgram', () => undefined)).toThrow(/offers no embeddings/);
});
