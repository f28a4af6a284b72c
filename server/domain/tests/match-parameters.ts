import { runInNewContext } from 'node:vm';
import type { Judge } from '../evaluations/judge';
import type { ParameterCondition } from './test-document';

export interface ParameterMatch {
  readonly isMatch: boolean;
  /** Why not, or what was seen. */
  readonly reasons: readonly string[];
}

const regexLimitMs = 100;
const longestValue = 5_000;

/** Whether a call's parameters are as they should be, each by its own condition. */
export async function matchParameters(
  parameters: unknown,
  conditions: readonly ParameterCondition[],
  judge: Judge,
  signal: AbortSignal,
): Promise<ParameterMatch> {
  const reasons: string[] = [];
  let isMatch = true;
  for (const { path, eval: condition } of conditions) {
    const value = valueAt(parameters, path);
    const written = value === undefined ? 'nothing' : textOf(value).slice(0, 200);
    const problem = await problemWith(value, condition, judge, signal);
    if (problem === undefined) continue;
    isMatch = false;
    reasons.push(`${path} is ${written}, ${problem}.`);
  }
  return { isMatch, reasons };
}

async function problemWith(value: unknown, condition: ParameterCondition['eval'], judge: Judge, signal: AbortSignal): Promise<string | undefined> {
  switch (condition.type) {
    case 'anything':
      return undefined;
    case 'exact':
      return value !== undefined && textOf(value) === condition.expected_value ? undefined : `not ${condition.expected_value}`;
    case 'regex':
      return value !== undefined && matchesRegex(textOf(value), condition.pattern) ? undefined : `which does not match ${condition.pattern}`;
    case 'llm': {
      if (value === undefined) return `not ${condition.description}`;
      const transcript = [{ role: 'agent' as const, timeInCallSecs: 0, message: textOf(value) }];
      const { result, rationale } = await judge.judge(
        { goal: `The value fits this description: ${condition.description}`, transcript, ofAgentOnly: true },
        signal,
      );
      return result === 'success' ? undefined : `which does not fit “${condition.description}” (${rationale})`;
    }
  }
}

/** The member at `order.items[0].id` or `order.items.0.id`. */
export function valueAt(root: unknown, path: string): unknown {
  const parts = path
    .replace(/^\$\.?/, '')
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((part) => part !== '');
  return parts.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null && Object.hasOwn(at, part) ? (at as Record<string, unknown>)[part] : undefined),
    root,
  );
}

/** A pattern of a caller's may take for ever: it runs where it can be stopped. */
function matchesRegex(value: string, pattern: string): boolean {
  try {
    return runInNewContext('new RegExp(pattern, "u").test(value)', { pattern, value: value.slice(0, longestValue) }, { timeout: regexLimitMs }) === true;
  } catch {
    return false; // no pattern, or one that does not end: the caller is told that it does not match
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
