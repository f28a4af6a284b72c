import type { DynamicVariables } from '../../../contracts/agent-config';

export interface Filled {
  readonly text: string;
  /** Names without a value. */
  readonly missing: readonly string[];
  /** Values of `secret__` variables that are in the text now. */
  readonly secrets: readonly string[];
}

/** Fills `{{name}}`. Secret variables count as missing where they may not go. */
export function fillTemplate(
  text: string,
  variables: DynamicVariables,
  options: { readonly maySecrets: boolean; readonly encode?: (value: string) => string },
): Filled {
  const missing: string[] = [];
  const secrets: string[] = [];
  const filled = text.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const isSecret = name.startsWith('secret__');
    if (value === undefined || (isSecret && !options.maySecrets)) {
      missing.push(name);
      return '';
    }
    if (isSecret) secrets.push(String(value));
    return options.encode === undefined ? String(value) : options.encode(String(value));
  });
  return { text: filled, missing, secrets };
}
