import { z } from 'zod';
import type { TranscriptItem } from '../../../contracts/conversation';
import { labOf } from '../../../domain/evaluations/agent-lab';
import { simulateConversation, type SimulateInput } from '../../../domain/tests/simulate-conversation';
import { chatHistory, historyOf } from '../../../domain/tests/test-document';
import { getAgent } from '../../../domain/agents/get-agent';
import { toAppError } from '../../../lib/app-error';
import { bodyOf } from '../../errors';
import { analysisToWire } from '../../mappers/analysis';
import { fromWire } from '../../../contracts/wire-case';
import { transcriptItemToWire } from '../../mappers/conversation';
import { type Route, route } from '../../route';
import type { RouteDeps } from '../../routes';

const simulateBody = z.looseObject({
  simulation_specification: z.looseObject({
    simulated_user_config: z.looseObject({
      first_message: z.string().nullish(),
      language: z.string().nullish(),
      prompt: z.looseObject({ prompt: z.string().nullish(), llm: z.string().nullish() }).nullish(),
    }),
    tool_mock_config: z.record(z.string(), z.looseObject({ default_return_value: z.string().nullish(), default_is_error: z.boolean().nullish() })).nullish(),
    partial_conversation_history: chatHistory.max(200).nullish(),
    dynamic_variables: z.record(z.string(), z.unknown()).nullish(),
  }),
  extra_evaluation_criteria: z.array(z.record(z.string(), z.unknown())).max(50).nullish(),
  new_turns_limit: z.number().int().min(1).nullish(),
});

/** A client waits 240 seconds. */
const longestSimulationMs = 230_000;

export function simulateRoutes(deps: RouteDeps): readonly Route[] {
  return [
    route(
      'POST /v1/convai/agents/{agent_id}/simulate-conversation',
      { permission: 'agents:write', body: simulateBody },
      async ({ scope, params, body, context }) => {
        const { transcript, analysis } = await simulateConversation(scope, inputOf(deps, params.agent_id, body, context.req.raw.signal));
        return { simulated_conversation: transcript.map(transcriptItemToWire), analysis: analysisToWire(analysis) };
      },
    ),

    // A line of JSON for each item as it is said, and at the end one with the analysis.
    route(
      'POST /v1/convai/agents/{agent_id}/simulate-conversation/stream',
      { permission: 'agents:write', body: simulateBody, note: 'Lines of JSON: items as they are said, at the end the analysis.' },
      async ({ scope, params, body, context }) => {
        await getAgent(scope, { agentId: params.agent_id });
        const input = inputOf(deps, params.agent_id, body, context.req.raw.signal);
        const lines = new TransformStream<unknown, Uint8Array>({
          transform: (line, out) => out.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`)),
        });
        const writer = lines.writable.getWriter();
        // Whoever left does not hear the rest; the signal ends the conversation.
        const write = (line: unknown) => void writer.write(line).catch(() => undefined);
        const onItem = (item: TranscriptItem) => write({ simulated_conversation: [transcriptItemToWire(item)] });
        void simulateConversation(scope, { ...input, onItem })
          .then(({ analysis }) => write({ analysis: analysisToWire(analysis) }))
          .catch((thrown: unknown) => write(bodyOf(toAppError(thrown), context.get('requestId'))))
          .finally(() => writer.close().catch(() => undefined));
        return context.body(lines.readable, 200, { 'content-type': 'application/json' });
      },
    ),
  ];
}

function inputOf(deps: RouteDeps, agentId: string, body: z.output<typeof simulateBody>, signal: AbortSignal): SimulateInput {
  const { simulated_user_config: user, ...specification } = body.simulation_specification;
  const mocks = Object.entries(specification.tool_mock_config ?? {}).map(([name, mock]) => [
    name,
    { result: mock.default_return_value ?? 'Tool Called.', isError: mock.default_is_error ?? false },
  ]);
  return {
    agentId,
    user: { prompt: user.prompt?.prompt ?? '', firstMessage: user.first_message ?? '', language: user.language ?? '', llm: user.prompt?.llm ?? undefined },
    past: historyOf(specification.partial_conversation_history),
    variables: specification.dynamic_variables ?? {},
    mocks: Object.fromEntries(mocks) as SimulateInput['mocks'],
    extraCriteria: (body.extra_evaluation_criteria ?? []).map((criterion) => fromWire(criterion)),
    mostTurns: body.new_turns_limit ?? undefined,
    lab: labOf(deps.services),
    signal: AbortSignal.any([signal, AbortSignal.timeout(longestSimulationMs)]),
  };
}
