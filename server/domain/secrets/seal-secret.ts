import { openSealed, type SealKeys, sealSecret } from '../../auth/scope';

interface Place {
  readonly workspaceId: string;
  readonly id: string;
}

/** A sealed value belongs to its row: copied into another it does not open. */
export function sealValue(keys: SealKeys, place: Place, value: string): Uint8Array<ArrayBuffer> {
  return sealSecret(keys, value, contextOf(place));
}

export function openValue(keys: SealKeys, stored: Place & { readonly sealed: Uint8Array }): { readonly text: string; readonly isCurrent: boolean } {
  return openSealed(keys, stored.sealed, contextOf(stored));
}

function contextOf({ workspaceId, id }: Place): string {
  return `${workspaceId}/${id}`;
}
