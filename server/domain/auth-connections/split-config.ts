import type { Json, SealKeys } from '../../auth/scope';
import { type AuthConnectionConfig, authConnectionSchema, type AuthType, secretMembers } from '../../contracts/auth-connection';
import { checkedInput } from '../checked-input';
import { openValue, sealValue } from '../secrets/seal-secret';

interface Place {
  readonly workspaceId: string;
  readonly id: string;
}

/** Columns of a checked connection: what is secret sealed, the rest beside it. */
export function columnsOf(keys: SealKeys, place: Place, config: AuthConnectionConfig) {
  const { name, provider, authType, ...members } = config;
  const secrets = secretMembers[authType];
  const entries = Object.entries(members).filter(([, value]) => value !== undefined && value !== null);
  const settings = Object.fromEntries(entries.filter(([member]) => !secrets.includes(member)));
  const secret = Object.fromEntries(entries.filter(([member]) => secrets.includes(member)));
  return { name, provider, authType, settings: settings as Json, sealed: sealValue(keys, place, JSON.stringify(secret)) };
}

/** The whole connection in the clear. Throws `not_configured` when it was sealed with a secret we do not have. */
export function openConnection(
  keys: SealKeys,
  row: Place & { readonly name: string; readonly provider: string; readonly authType: string; readonly settings: unknown; readonly sealed: Uint8Array },
): AuthConnectionConfig {
  const secret: unknown = JSON.parse(openValue(keys, row).text);
  return checkedInput(authConnectionSchema, {
    ...(row.settings as object),
    ...(secret as object),
    name: row.name,
    provider: row.provider,
    authType: row.authType as AuthType,
  });
}
