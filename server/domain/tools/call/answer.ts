import type { DynamicVariables } from '../../../contracts/agent-config';
import type { Assignment, WebhookTool } from '../../../contracts/tool-config';
import { onlyPaths, valueAt, withoutPath } from './value-path';

/** What of a result the model is told at most, in characters. */
export const longestResult = 16_000;

export interface ReadAnswer {
  /** For the model. */
  readonly result: string;
  readonly assigns: DynamicVariables;
}

/** What the model is told of an answer, and what variables it sets. Values marked `sanitize` are taken out before anyone sees them. */
export function readAnswer(
  text: string,
  options: { readonly assignments: readonly Assignment[]; readonly filter?: WebhookTool['apiSchema']['responseFilter'] },
): ReadAnswer {
  const json = parsedJson(text);
  if (json === undefined) return { result: options.filter?.mode === 'hide_all' ? hidden : cut(text === '' ? noAnswer : text), assigns: {} };
  const assigns: DynamicVariables = {};
  for (const assignment of options.assignments) {
    const value = valueAt(json, assignment.valuePath);
    if (value !== undefined && value !== null) assigns[assignment.dynamicVariable] = scalarOf(value);
  }
  let shown: unknown = json;
  for (const { sanitize, valuePath } of options.assignments) if (sanitize) shown = withoutPath(shown, valuePath);
  if (options.filter?.mode === 'hide_all') return { result: hidden, assigns };
  if (options.filter?.mode === 'allow') shown = onlyPaths(shown, options.filter.filters);
  return { result: cut(typeof shown === 'string' ? shown : JSON.stringify(shown)), assigns };
}

/** Text of at most `longestResult` characters that says so when it was longer. */
export function cut(text: string): string {
  return text.length <= longestResult ? text : `${text.slice(0, longestResult)}… (cut: the result has ${text.length} characters)`;
}

const noAnswer = 'The call succeeded and gave no result.';
const hidden = 'The call succeeded.';

/** Variables hold plain values; lists and objects stand in them as JSON, and are read as such where a parameter wants one. */
function scalarOf(value: unknown): string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(value);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // plain text is a result like any other
  }
}
