import type { Judge } from '../evaluations/judge';
import type { ToolMock } from '../evaluations/agent-lab';
import { matchParameters } from './match-parameters';
import type { SimulationTest } from './test-document';

/** Every call is noted and answered, none is made. */
export const callsAreSkipped: ToolMock = async () => ({ result: 'Skipping tool call in test mode', isError: false });

/** As a simulation test's settings say. `idsOf` gives the ids a tool is known by besides its name. */
export function mocksOf(test: SimulationTest, idsOf: (toolName: string) => readonly string[], judge: Judge, signal: AbortSignal): ToolMock {
  const { mocking_strategy: strategy = 'none', fallback_strategy: fallback, mocked_tool_ids: selected } = test.tool_mock_config ?? {};
  return async ({ toolName, parameters }) => {
    const names = [toolName, ...idsOf(toolName)];
    const isMocked = strategy === 'all' || (strategy === 'selected' && names.some((name) => (selected ?? []).includes(name)));
    if (!isMocked) return undefined;
    const mocks = names.flatMap((name) => test.tool_mock_overrides?.[name] ?? []);
    for (const mock of mocks) {
      const { isMatch } = await matchParameters(parameters, mock.parameter_conditions ?? [], judge, signal);
      if (isMatch) return { result: mock.mock_result, isError: mock.is_error ?? false };
    }
    if (mocks.length === 0) return { result: 'Tool called.', isError: false };
    return fallback === 'call_real_tool' ? undefined : { result: 'No mock of this test fits the call.', isError: true };
  };
}

/** As `simulate-conversation` names them: an answer for each tool. */
export function fixedMocks(answers: Readonly<Record<string, { readonly result: string; readonly isError: boolean }>>): ToolMock {
  return async ({ toolName }) => (Object.hasOwn(answers, toolName) ? answers[toolName] : undefined);
}
