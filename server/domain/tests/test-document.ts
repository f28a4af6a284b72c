import { z } from 'zod';
import type { DynamicVariables } from '../../contracts/agent-config';
import type { TranscriptItem } from '../../contracts/conversation';

/** Agent tests are kept in the public API's words: what it takes is what it gives back. Here is what of them matters for running one. */
export const testTypes = ['llm', 'tool', 'simulation'] as const;
export type TestType = (typeof testTypes)[number];
export type TestDocument = Readonly<Record<string, unknown>>;

const text = z.string().nullish();
const toolCall = z.looseObject({ type: text, request_id: z.string(), tool_name: z.string(), params_as_json: z.string().default('{}') });
const toolResult = z.looseObject({
  type: text,
  request_id: z.string(),
  tool_name: z.string(),
  result_value: z.string().default(''),
  is_error: z.boolean().default(false),
});
const historyItem = z.looseObject({
  role: z.enum(['user', 'agent']),
  message: text,
  time_in_call_secs: z.number().default(0),
  interrupted: z.boolean().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  tool_results: z.array(toolResult).nullish(),
});

const condition = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('anything') }),
  z.looseObject({ type: z.literal('exact'), expected_value: z.string() }),
  z.looseObject({ type: z.literal('regex'), pattern: z.string() }),
  z.looseObject({ type: z.literal('llm'), description: z.string() }),
]);
const parameter = z.looseObject({ path: z.string(), eval: condition });
export type ParameterCondition = z.output<typeof parameter>;

const mock = z.looseObject({ parameter_conditions: z.array(parameter).nullish(), mock_result: z.string(), is_error: z.boolean().nullish() });
const example = z.looseObject({ response: z.string() });
const common = {
  chat_history: z.array(historyItem).max(200).nullish(),
  dynamic_variables: z.record(z.string(), z.unknown()).nullish(),
};

/** What tests of every kind share. */
export const anyTest = z.looseObject(common);

export const llmTest = z.looseObject({
  ...common,
  success_condition: text,
  success_examples: z.array(example).max(5).nullish(),
  failure_examples: z.array(example).max(5).nullish(),
});
export const toolTest = z.looseObject({
  ...common,
  check_any_tool_matches: z.boolean().nullish(),
  tool_call_parameters: z
    .looseObject({
      parameters: z.array(parameter).nullish(),
      referenced_tool: z.looseObject({ id: z.string(), type: z.string() }).nullish(),
      verify_absence: z.boolean().nullish(),
      workflow_node_transition: z.looseObject({ agent_id: z.string(), target_node_id: z.string() }).nullish(),
    })
    .nullish(),
});
export const simulationTest = z.looseObject({
  ...common,
  simulation_scenario: text,
  simulation_max_turns: z.number().int().min(1).max(50).nullish(),
  success_condition: text,
  success_conditions: z.array(z.string()).max(30).nullish(),
  tool_mock_config: z
    .looseObject({
      mocking_strategy: z.enum(['all', 'selected', 'none']).nullish(),
      fallback_strategy: z.enum(['call_real_tool', 'raise_error']).nullish(),
      mocked_tool_ids: z.array(z.string()).nullish(),
    })
    .nullish(),
  tool_mock_overrides: z.record(z.string(), z.array(mock)).nullish(),
  evaluation_model: text,
  simulated_user_model: text,
});
export type SimulationTest = z.output<typeof simulationTest>;

const schemas = { llm: llmTest, tool: toolTest, simulation: simulationTest } as const;

/** Throws ZodError for a document that could not be run. */
export function checkTestDocument(type: TestType, document: unknown): void {
  schemas[type].parse(document);
}

export function historyOf(items: readonly z.output<typeof historyItem>[] | null | undefined): TranscriptItem[] {
  return (items ?? []).map((item) => ({
    role: item.role,
    message: item.message ?? null,
    timeInCallSecs: item.time_in_call_secs,
    ...(item.interrupted ? { interrupted: true } : {}),
    ...(item.tool_calls?.length
      ? {
          toolCalls: item.tool_calls.map((call) => ({
            type: toolTypeOf(call.type),
            requestId: call.request_id,
            toolName: call.tool_name,
            paramsAsJson: call.params_as_json,
            toolHasBeenCalled: true,
          })),
        }
      : {}),
    ...(item.tool_results?.length
      ? {
          toolResults: item.tool_results.map((result) => ({
            type: toolTypeOf(result.type),
            requestId: result.request_id,
            toolName: result.tool_name,
            resultValue: result.result_value,
            isError: result.is_error,
            toolHasBeenCalled: true,
            toolLatencySecs: 0,
          })),
        }
      : {}),
  }));
}

export const chatHistory = z.array(historyItem);

function toolTypeOf(type: string | null | undefined) {
  const known = ['system', 'webhook', 'client', 'mcp', 'workflow'] as const;
  return known.find((name) => name === type) ?? 'webhook';
}

/** Of the values given, those that a conversation's variables can have. */
export function variablesOf(given: Readonly<Record<string, unknown>> | null | undefined): DynamicVariables {
  const usable = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);
  return Object.fromEntries(Object.entries(given ?? {}).filter((entry): entry is [string, string | number | boolean] => usable(entry[1])));
}
