import { runInNewContext } from 'node:vm';
import type { ResponseMock } from '../../../contracts/tool-config';
import { valueAt } from './value-path';

/**
 * What a test gets instead of the real answer: the first mock whose conditions all hold. A condition that a model would have to judge does not
 * hold here.
 */
export function mockedResponse(
  mocks: readonly ResponseMock[],
  parameters: Readonly<Record<string, unknown>>,
): { readonly result: string; readonly isError: boolean } | undefined {
  const mock = mocks.find(({ parameterConditions }) => parameterConditions.every((condition) => holds(condition, parameters)));
  return mock === undefined ? undefined : { result: mock.mockResult, isError: mock.isError };
}

function holds({ path, eval: expected }: ResponseMock['parameterConditions'][number], parameters: Readonly<Record<string, unknown>>): boolean {
  const value = valueAt(parameters, path);
  if (expected.type === 'anything') return true;
  if (value === undefined || expected.type === 'llm') return false;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (expected.type === 'exact') return text === expected.expectedValue;
  return matches(expected.pattern, text);
}

function matches(pattern: string, text: string): boolean {
  try {
    // In a context of its own with a deadline, since a pattern can be written that takes for ever.
    return runInNewContext('new RegExp(pattern, "u").test(text)', { pattern, text: text.slice(0, 2_000) }, { timeout: 50 }) === true;
  } catch {
    return false; // not a pattern, or one that takes for ever: nothing matches it
  }
}
