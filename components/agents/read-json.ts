import { ZodError } from 'zod';

export type ReadJson<T> =
  | { readonly ok: true; readonly value: T }
  /** `line` counts from 1 and is known when the text is no JSON; otherwise the problem names the member. */
  | { readonly ok: false; readonly problem: string; readonly line?: number };

/** Reads a document from text, and says where it is wrong. */
export function readJson<T>(text: string, parse: (value: unknown) => T): ReadJson<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { ok: false, problem, line: lineOf(text, problem) };
  }
  try {
    return { ok: true, value: parse(value) };
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const [first] = error.issues;
    return { ok: false, problem: `${snakePath(first?.path ?? [])}: ${first?.message ?? ''}` };
  }
}

/** Browsers name the line, the position, or neither; the end of a text that breaks off is its last line. */
function lineOf(text: string, problem: string): number {
  const line = /line (\d+)/.exec(problem)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(problem)?.[1];
  return text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length;
}

function snakePath(path: readonly PropertyKey[]): string {
  return path.map((part) => String(part).replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).join('.');
}
