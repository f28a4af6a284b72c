const referable = /^(tool|secret|mcp|authconn)_[0-9a-z]+$/;

/** Ids of tools, secrets, MCP servers and auth connections that a document names anywhere in it, and labels of environment variables as `env:label`. */
export function referencesIn(document: unknown): string[] {
  const found = new Set<string>();
  collect(document, found);
  return [...found].sort();
}

export function environmentReference(label: string): string {
  return `env:${label}`;
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    if (referable.test(value)) found.add(value);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === 'envVarLabel' && typeof member === 'string') found.add(environmentReference(member));
    else collect(member, found);
  }
}
