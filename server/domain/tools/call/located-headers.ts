import type { DynamicVariables } from '../../../contracts/agent-config';
import type { LocatedValue } from '../../../contracts/tool-config';
import { type Masking, mask } from './masking';
import { fillTemplate } from './template';
import type { ValueSources } from './value-sources';

export interface LocatedHeaders {
  readonly headers: Record<string, string>;
  /** The same as they may be shown. */
  readonly shown: Record<string, string>;
  /** Dynamic variables without a value. */
  readonly missing: readonly string[];
}

/** Header values from texts, secrets, dynamic variables and environment variables, at the time of the call. */
export async function locatedHeaders(
  located: Readonly<Record<string, LocatedValue>>,
  variables: DynamicVariables,
  sources: ValueSources,
  masking: Masking,
): Promise<LocatedHeaders> {
  const headers: Record<string, string> = {};
  const shown: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, value] of Object.entries(located)) {
    const found = await locatedText(value, variables, sources);
    missing.push(...found.missing);
    for (const secret of found.secrets) masking.add(secret);
    // A line break would begin a header of its own.
    headers[name.toLowerCase()] = found.text.replaceAll(/[\r\n]+/g, ' ');
    shown[name.toLowerCase()] = found.secrets.length > 0 ? mask : found.text;
  }
  return { headers, shown, missing };
}

export async function locatedText(
  value: LocatedValue,
  variables: DynamicVariables,
  sources: ValueSources,
): Promise<{ readonly text: string; readonly missing: readonly string[]; readonly secrets: readonly string[] }> {
  if (typeof value === 'string') return fillTemplate(value, variables, { maySecrets: true });
  if ('secretId' in value) {
    const text = await sources.secret(String(value.secretId));
    return { text, missing: [], secrets: [text] };
  }
  if ('variableName' in value) return fillTemplate(`{{${String(value.variableName)}}}`, variables, { maySecrets: true });
  const { text, isSecret } = await sources.environmentValue(value.envVarLabel);
  return { text, missing: [], secrets: isSecret ? [text] : [] };
}
