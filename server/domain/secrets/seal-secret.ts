import { openSealed, type SealKeys, sealSecret } from '../../auth/scope';

interface Place {
  readonly workspaceId: string;
  readonly id: string;
}

/** A sealed value belongs to its row: copied into another it does not open. */
export function sealValue(keys: SealKeys, place: Place, value: string): Uint8Array<ArrayBuffer> {
  return sealSecret(keys, value, valueContext(place));
}

export function openValue(keys: SealKeys, stored: Place & { readonly sealed: Uint8Array }): { readonly text: string; readonly isCurrent: boolean } {
  return openSealed(keys, stored.sealed, valueContext(stored));
}

/** Says which row a sealed value belongs to. */
export function valueContext({ workspaceId, id }: Place): string {
  return `${workspaceId}/${id}`;
}
