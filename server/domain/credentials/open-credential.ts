import { openSealed, type SealKeys, sealSecret } from '../../auth/scope';
import type { SplitSettings } from './rules';

interface StoredCredential {
  readonly workspaceId: string;
  readonly provider: string;
  readonly settings: unknown;
  readonly sealed: Uint8Array;
}

/** A stored credential's settings in the clear. Throws `not_configured` when it was sealed with a secret we do not have. */
export function openCredential(keys: SealKeys, stored: StoredCredential): SplitSettings & { readonly isCurrent: boolean } {
  const { text, isCurrent } = openSealed(keys, stored.sealed, credentialContext(stored));
  return { open: stored.settings as Record<string, string>, secret: JSON.parse(text) as Record<string, string>, isCurrent };
}

export function sealSettings(keys: SealKeys, where: { readonly workspaceId: string; readonly provider: string }, secret: Readonly<Record<string, string>>) {
  return sealSecret(keys, JSON.stringify(secret), credentialContext(where));
}

/** A sealed value belongs to its workspace and provider: copied into another row it does not open. */
export function credentialContext({ workspaceId, provider }: { readonly workspaceId: string; readonly provider: string }): string {
  return `${workspaceId}/${provider}`;
}
