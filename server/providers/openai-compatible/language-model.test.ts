import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { describeLanguageModelContract } from '../contract-suite/language-model';
import { startOpenAiStub } from '../contract-suite/stubs/openai-stub';
import { compatibleLanguageModel } from './language-model';

describeLanguageModelContract(
  'openai-compatible',
  ({ url, apiKey }) => compatibleLanguageModel.create({ baseUrl: `${url}/v1`, apiKey }, 'stub-model'),
  startOpenAiStub,
);

describe('a server of one’s own', () => {
  it('may send metadata beside its words', async () => {
    const server = createServer((_request, response) => {
      const chunk = (over: Record<string, unknown>) =>
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], ...over })}\n\n`;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chunk({ metadata: { mood: 'calm' }, choices: [{ index: 0, delta: { role: 'assistant', content: 'Hello.' } }] }));
      response.write(chunk({ metadata: 'no object' }));
      response.end(`${chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}data: [DONE]\n\n`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const model = compatibleLanguageModel.create({ baseUrl: `http://127.0.0.1:${port}/v1` }, 'm');
      const parts = [];
      for await (const part of model.generate({
        messages: [{ role: 'user', content: 'hi' }],
        tools: [],
        language: 'en',
        signal: AbortSignal.timeout(5_000),
      }))
        parts.push(part);
      expect(parts.filter(({ kind }) => kind === 'metadata')).toEqual([{ kind: 'metadata', metadata: { mood: 'calm' } }]);
      expect(parts.filter(({ kind }) => kind === 'text-delta')).toEqual([{ kind: 'text-delta', text: 'Hello.' }]);
    } finally {
      server.close();
    }
  });
});
