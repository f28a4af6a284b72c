import type { LanguageStubOptions } from './openai-stub';
import { type Stub, type StubFailure, startStub } from './stub-server';

const failures: Readonly<Record<StubFailure, readonly [status: number, type: string]>> = {
  unauthorized: [401, 'authentication_error'],
  'rate-limited': [429, 'rate_limit_error'],
  'server-error': [500, 'api_error'],
  hang: [200, ''],
  garbage: [200, ''],
  disconnect: [200, ''],
};

/** Anthropic's messages and models. Base URL: `url` + `/v1`. */
export function startAnthropicStub(options: LanguageStubOptions = {}): Promise<Stub> {
  return startStub(
    {
      failureBody: (failure) => ({
        status: failures[failure][0],
        body: JSON.stringify({ type: 'error', error: { type: failures[failure][1], message: `the stub says ${failure}` } }),
      }),
      async answer(exchange) {
        if (exchange.request.path.endsWith('/models')) return exchange.json({ data: [{ type: 'model', id: 'stub-model' }], has_more: false });
        if (exchange.request.path.endsWith('/messages')) return exchange.stream('text/event-stream', messageEvents(options));
        exchange.json({ type: 'error', error: { type: 'not_found_error', message: 'no such route' } }, 404);
      },
    },
    options,
  );
}

function* messageEvents({ text = 'Hello there, how can I help?', toolCall }: LanguageStubOptions): Generator<string> {
  const event = (type: string, rest: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`;
  const [first = '', ...rest] = text.match(/\S+\s*/g) ?? [];
  const say = (word: string) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: word } });
  const start = event('message_start', {
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'stub-model',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 17, cache_read_input_tokens: 4, cache_creation_input_tokens: 0, output_tokens: 1 },
    },
  });
  yield start + event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) + say(first);
  for (const word of rest) yield say(word);
  yield event('content_block_stop', { index: 0 });
  if (toolCall !== undefined) {
    yield event('content_block_start', { index: 1, content_block: { type: 'tool_use', id: 'toolu_1', name: toolCall.name, input: {} } });
    for (const piece of toolCall.argumentsJson.match(/.{1,6}/gs) ?? [])
      yield event('content_block_delta', { index: 1, delta: { type: 'input_json_delta', partial_json: piece } });
    yield event('content_block_stop', { index: 1 });
  }
  yield event('message_delta', { delta: { stop_reason: toolCall === undefined ? 'end_turn' : 'tool_use', stop_sequence: null }, usage: { output_tokens: 7 } });
  yield event('message_stop', {});
}
