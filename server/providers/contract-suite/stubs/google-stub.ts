import type { LanguageStubOptions } from './openai-stub';
import { type Stub, type StubFailure, startStub } from './stub-server';

const failures: Readonly<Record<StubFailure, readonly [status: number, body: unknown]>> = {
  unauthorized: [400, { error: { code: 400, message: 'API key not valid.', status: 'INVALID_ARGUMENT', details: [{ reason: 'API_KEY_INVALID' }] } }],
  'rate-limited': [429, { error: { code: 429, message: 'Resource has been exhausted', status: 'RESOURCE_EXHAUSTED' } }],
  'server-error': [500, { error: { code: 500, message: 'Internal error', status: 'INTERNAL' } }],
  hang: [200, {}],
  garbage: [200, {}],
  disconnect: [200, {}],
};

/** Gemini's streamGenerateContent and models. Base URL: `url` + `/v1beta`. */
export function startGoogleStub(options: LanguageStubOptions = {}): Promise<Stub> {
  return startStub(
    {
      failureBody: (failure) => ({ status: failures[failure][0], body: JSON.stringify(failures[failure][1]) }),
      async answer(exchange) {
        if (exchange.request.path.endsWith('/models')) return exchange.json({ models: [{ name: 'models/stub-model' }] });
        if (exchange.request.path.includes(':streamGenerateContent')) return exchange.stream('text/event-stream', contentEvents(options));
        exchange.json({ error: { code: 404, message: 'no such route', status: 'NOT_FOUND' } }, 404);
      },
    },
    options,
  );
}

function* contentEvents({ text = 'Hello there, how can I help?', toolCall }: LanguageStubOptions): Generator<string> {
  const event = (parts: unknown[], rest: object = {}) =>
    `data: ${JSON.stringify({ candidates: [{ content: { role: 'model', parts }, index: 0, ...rest }] })}\n\n`;
  for (const word of text.match(/\S+\s*/g) ?? []) yield event([{ text: word }]);
  if (toolCall !== undefined) yield event([{ functionCall: { name: toolCall.name, args: JSON.parse(toolCall.argumentsJson) as unknown } }]);
  yield `data: ${JSON.stringify({
    candidates: [{ content: { role: 'model', parts: [{ text: '' }] }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 21, candidatesTokenCount: 7, totalTokenCount: 28, cachedContentTokenCount: 4 },
  })}\n\n`;
}
