import type { SettingField } from '../../providers/spec/provider-spec';
import { AppError } from '../../lib/app-error';

export interface SplitSettings {
  /** Plain settings, such as a base URL. */
  readonly open: Readonly<Record<string, string>>;
  /** What is sealed. Headers count as secret: they usually carry a key. */
  readonly secret: Readonly<Record<string, string>>;
}

const longestValue = 10_000;

/**
 * Checks what was entered against the provider's fields and splits it by secrecy. A secret left out stays as it was; an empty value takes
 * a setting away. Throws `invalid_input` with the field's name.
 */
export function splitSettings(fields: readonly SettingField[], entered: Readonly<Record<string, string>>, before: SplitSettings): SplitSettings {
  const unknown = Object.keys(entered).find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined) throw wrong(unknown, 'is not a setting of this provider');
  const open: Record<string, string> = {};
  const secret: Record<string, string> = {};
  for (const field of fields) {
    const kept = isSecret(field) ? before.secret[field.name] : before.open[field.name];
    const value = (entered[field.name] ?? kept ?? '').trim();
    if (value === '' && field.isRequired) throw wrong(field.name, `${field.label} is needed`);
    if (value === '') continue;
    checkValue(field, value);
    (isSecret(field) ? secret : open)[field.name] = value;
  }
  return { open, secret };
}

export function isSecret(field: SettingField): boolean {
  return field.kind === 'secret' || field.kind === 'headers';
}

/** Enough of a secret to tell it from another, never enough to use it. */
export function hintOf(secret: string): string {
  return secret.length < 12 ? '••••' : `••••${secret.slice(-4)}`;
}

function checkValue(field: SettingField, value: string): void {
  if (value.length > longestValue) throw wrong(field.name, 'is too long');
  if (field.kind === 'url' && !isHttpUrl(value)) throw wrong(field.name, 'must be an http or https address');
  if (field.kind === 'headers' && !isHeaders(value)) throw wrong(field.name, 'must be a JSON object of header names and values');
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
}

function isHeaders(value: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) && Object.values(parsed).every((entry) => typeof entry === 'string');
  } catch {
    return false; // not JSON
  }
}

function wrong(name: string, what: string): AppError {
  return new AppError('invalid_input', `${name}: ${what}.`, { path: ['settings', name] });
}
