import { startStub, type Stub } from '../providers/contract-suite/stubs/stub-server';

export interface ModelTurn {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools: readonly { readonly function: { readonly name: string; readonly description?: string; readonly parameters: Record<string, unknown> } }[];
}

export type ModelAnswer = { readonly text: string } | { readonly calls: readonly { readonly name: string; readonly parameters: unknown }[] };

/** A server of OpenAI's chat completions that answers by a plan, tool calls included. Base URL: `url` + `/v1`. */
export function startCallingModel(plan: (turn: ModelTurn) => ModelAnswer): Promise<Stub> {
  let calls = 0;
  return startStub({
    failureBody: () => ({ status: 500, body: '{}' }),
    async answer(exchange) {
      const { messages, tools = [] } = JSON.parse(exchange.request.body) as { messages: ModelTurn['messages']; tools?: ModelTurn['tools'] };
      const answer = plan({ messages, tools });
      const pieces =
        'text' in answer
          ? [{ content: answer.text }]
          : answer.calls.map(({ name, parameters }, index) => ({
              tool_calls: [{ index, id: `call_${++calls}`, type: 'function', function: { name, arguments: JSON.stringify(parameters) } }],
            }));
      await exchange.stream('text/event-stream', [
        ...pieces.map((delta) => chunk(delta, null)),
        chunk({}, 'text' in answer ? 'stop' : 'tool_calls'),
        'data: [DONE]\n\n',
      ]);
    },
  });
}

function chunk(delta: unknown, finish: string | null): string {
  return `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'stub', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
}
