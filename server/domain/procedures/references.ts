export interface ProcedureReferences {
  readonly toolIds: readonly string[];
  readonly procedureIds: readonly string[];
  readonly dynamicVariables: readonly string[];
}

/** What a procedure's text names by id, and the variables it is to be filled with. */
export function referencesOf(content: string): ProcedureReferences {
  return {
    toolIds: distinct(content, /\btool_[a-z0-9]+\b/gi),
    procedureIds: distinct(content, /\bagtprc_[a-z0-9]+\b/gi),
    dynamicVariables: distinct(content, /\{\{\s*([\w.]+)\s*\}\}/g),
  };
}

function distinct(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? match[0]))];
}
