import { piecesOf, type Stub, type StubBehaviour, type StubExchange, type StubFailure, startStub, toneFor } from './stub-server';

export interface LanguageStubOptions extends StubBehaviour {
  /** What the model says, word by word. */
  readonly text?: string;
  /** A tool it calls after that. */
  readonly toolCall?: { readonly name: string; readonly argumentsJson: string };
}

export interface OpenAiStubOptions extends LanguageStubOptions {
  /** What the recogniser hears. */
  readonly transcription?: string;
}

const failures: Readonly<Record<StubFailure, readonly [status: number, body: unknown]>> = {
  unauthorized: [401, { error: { message: 'Incorrect API key provided', type: 'invalid_request_error', code: 'invalid_api_key' } }],
  'rate-limited': [429, { error: { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' } }],
  'server-error': [500, { error: { message: 'The server had an error', type: 'server_error', code: null } }],
  hang: [200, {}],
  garbage: [200, {}],
  disconnect: [200, {}],
};

/** OpenAI's chat completions, transcriptions, speech and models; also what Groq and compatible servers speak. Base URL: `url` + `/v1`. */
export function startOpenAiStub(options: OpenAiStubOptions = {}): Promise<Stub> {
  return startStub(
    {
      failureBody: (failure) => ({ status: failures[failure][0], body: JSON.stringify(failures[failure][1]) }),
      async answer(exchange) {
        const { path } = exchange.request;
        if (path.endsWith('/models')) return exchange.json({ object: 'list', data: [{ id: 'stub-model', object: 'model' }] });
        if (path.endsWith('/chat/completions')) return exchange.stream('text/event-stream', completionEvents(options));
        if (path.endsWith('/audio/transcriptions')) return transcribe(exchange, options.transcription ?? 'hello from the stub');
        if (path.endsWith('/audio/speech')) {
          const { input } = JSON.parse(exchange.request.body) as { input: string };
          return exchange.stream('audio/pcm', piecesOf(toneFor(input, 24_000), 2_401));
        }
        exchange.json({ error: { message: `no route ${path}`, type: 'invalid_request_error', code: null } }, 404);
      },
    },
    options,
  );
}

const usage = { prompt_tokens: 21, completion_tokens: 7, total_tokens: 28, prompt_tokens_details: { cached_tokens: 4 } };

function* completionEvents({ text = 'Hello there, how can I help?', toolCall }: LanguageStubOptions): Generator<string> {
  const event = (delta: unknown, finish: string | null = null, used?: typeof usage) =>
    `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'stub-model', choices: used === undefined ? [{ index: 0, delta, finish_reason: finish }] : [], ...(used === undefined ? {} : { usage: used, x_groq: { id: 'req_1', usage: used } }) })}\n\n`;
  const [first = '', ...rest] = text.match(/\S+\s*/g) ?? [];
  yield event({ role: 'assistant', content: '' }) + event({ content: first });
  for (const word of rest) yield event({ content: word });
  if (toolCall !== undefined) {
    yield event({ tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: toolCall.name, arguments: '' } }] });
    for (const piece of toolCall.argumentsJson.match(/.{1,6}/gs) ?? []) yield event({ tool_calls: [{ index: 0, function: { arguments: piece } }] });
  }
  yield event({}, toolCall === undefined ? 'stop' : 'tool_calls');
  yield event(undefined, null, usage);
  yield 'data: [DONE]\n\n';
}

async function transcribe(exchange: StubExchange, text: string): Promise<void> {
  const seconds = Math.max(0, (exchange.bytes.indexOf('RIFF') < 0 ? 0 : exchange.bytes.length - exchange.bytes.indexOf('data') - 8) / 32_000);
  const isVerbose = exchange.request.body.includes('verbose_json');
  const words = text.split(' ');
  const step = seconds / Math.max(1, words.length);
  const answer = isVerbose
    ? {
        task: 'transcribe',
        language: 'english',
        duration: seconds,
        text: ` ${text}`,
        segments: [{ id: 0, start: 0, end: seconds, text, avg_logprob: -0.2, no_speech_prob: 0.01 }],
        words: words.map((word, i) => ({ word, start: i * step, end: (i + 1) * step })),
      }
    : { text };
  await exchange.stream('application/json', [JSON.stringify(answer).slice(0, 8), JSON.stringify(answer).slice(8)]);
}
