import { openSealed, type SealKeys, sealSecret } from '../auth/scope';

/** Secrets of one row, as they are kept; `context` says which row. */
export function sealJson(keys: SealKeys, value: Readonly<Record<string, unknown>>, context: string): Uint8Array<ArrayBuffer> | null {
  return Object.keys(value).length === 0 ? null : sealSecret(keys, JSON.stringify(value), context);
}

export function openJson(keys: SealKeys, sealed: Uint8Array | null, context: string): Readonly<Record<string, unknown>> {
  return sealed === null ? {} : (JSON.parse(openSealed(keys, sealed, context).text) as Record<string, unknown>);
}
