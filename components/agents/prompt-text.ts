/** Variables that a conversation sets by itself; callers may not. */
export const systemVariables = [
  'system__agent_id',
  'system__agent_turns',
  'system__call_duration_secs',
  'system__call_sid',
  'system__called_number',
  'system__caller_id',
  'system__conversation_history',
  'system__conversation_id',
  'system__current_agent_id',
  'system__current_agent_turns',
  'system__is_text_only',
  'system__time',
  'system__time_utc',
  'system__timezone',
] as const;

export interface Segment {
  readonly text: string;
  /** Of a variable, without its braces. */
  readonly variable?: string;
}

const variablePattern = /\{\{\s*([\w.]+)\s*\}\}/gu;

/** The text in pieces: variables, and what stands between them. */
export function segmentsOf(text: string): readonly Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const match of text.matchAll(variablePattern)) {
    if (match.index > end) segments.push({ text: text.slice(end, match.index) });
    segments.push({ text: match[0], variable: match[1] ?? '' });
    end = match.index + match[0].length;
  }
  if (end < text.length) segments.push({ text: text.slice(end) });
  return segments;
}

/** Names of the variables in these texts, each once, in their order. */
export function variablesIn(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => segmentsOf(text).flatMap(({ variable }) => variable ?? [])))];
}

export interface Heading {
  readonly title: string;
  /** 1 to 6. */
  readonly level: number;
  /** Where its line begins. */
  readonly offset: number;
}

/** Lines that begin with one to six `#`. */
export function headingsIn(text: string): readonly Heading[] {
  return [...text.matchAll(/^(#{1,6})[ \t]+(.+?)[ \t#]*$/gmu)].map((match) => ({ title: match[2] ?? '', level: match[1]?.length ?? 1, offset: match.index }));
}

/** The variable that is being written where the caret stands: where its braces open, and what of its name is there. */
export function variableAt(text: string, caret: number): { readonly start: number; readonly typed: string } | null {
  const match = /\{\{\s*([\w.]*)$/u.exec(text.slice(Math.max(0, caret - 120), caret));
  return match === null ? null : { start: caret - match[0].length, typed: match[1] ?? '' };
}
