import { type Database, openSealed, type SealKeys, scopesToReseal, sealSecret, type WorkspaceScope } from '../../auth/scope';
import { phoneNumberContext } from '../phone-numbers/phone-numbers';
import { valueContext } from '../secrets/seal-secret';
import { speechEngineContext } from '../speech-engines/speech-engines';
import { webhookContext } from '../webhooks/webhook-rows';
import { credentialContext } from './open-credential';

export interface Resealed {
  readonly resealed: number;
  readonly unreadable: number;
}

/**
 * Seals with the current secret whatever a former one had sealed: credentials, secrets, auth connections, webhooks, phone numbers and speech
 * engines. Afterwards the former can be forgotten. Run it after changing PARLEY_SECRET.
 */
export async function resealCredentials(db: Database, keys: SealKeys): Promise<Resealed> {
  let resealed = 0;
  let unreadable = 0;
  for (const scope of await scopesToReseal(db)) {
    for (const { sealed, context, store } of await sealedIn(scope)) {
      try {
        const { text, isCurrent } = openSealed(keys, sealed, context);
        if (isCurrent) continue;
        await store(sealSecret(keys, text, context));
        resealed++;
      } catch {
        unreadable++; // sealed with a secret that is gone: only entering it again helps, and the dashboard says so
      }
    }
  }
  return { resealed, unreadable };
}

interface Sealed {
  readonly sealed: Uint8Array;
  readonly context: string;
  /** Only if nobody saved the row in the meantime: what they saved is sealed with the current secret already. */
  store(sealed: Uint8Array<ArrayBuffer>): Promise<unknown>;
}

async function sealedIn(scope: WorkspaceScope): Promise<Sealed[]> {
  const { db } = scope;
  return [
    ...(await db.providerCredential.findMany()).map(
      (row): Sealed => ({
        sealed: row.sealed,
        context: credentialContext(row),
        store: (sealed) => db.providerCredential.updateMany({ where: { id: row.id, sealed: row.sealed }, data: { sealed } }),
      }),
    ),
    ...(await db.secret.findMany()).map(
      (row): Sealed => ({
        sealed: row.sealed,
        context: valueContext(row),
        store: (sealed) => db.secret.updateMany({ where: { id: row.id, sealed: row.sealed }, data: { sealed } }),
      }),
    ),
    ...(await db.authConnection.findMany()).map(
      (row): Sealed => ({
        sealed: row.sealed,
        context: valueContext(row),
        store: (sealed) => db.authConnection.updateMany({ where: { id: row.id, sealed: row.sealed }, data: { sealed } }),
      }),
    ),
    ...(await db.webhook.findMany()).map(
      (row): Sealed => ({
        sealed: row.sealed,
        context: webhookContext(row.id),
        store: (sealed) => db.webhook.updateMany({ where: { id: row.id, sealed: row.sealed }, data: { sealed } }),
      }),
    ),
    ...(await db.phoneNumber.findMany()).flatMap((row): Sealed[] =>
      row.secrets === null
        ? []
        : [
            {
              sealed: row.secrets,
              context: phoneNumberContext(scope, row.id),
              store: (secrets) => db.phoneNumber.updateMany({ where: { id: row.id, secrets: row.secrets }, data: { secrets } }),
            },
          ],
    ),
    ...(await db.speechEngine.findMany()).flatMap((row): Sealed[] =>
      row.headers === null
        ? []
        : [
            {
              sealed: row.headers,
              context: speechEngineContext(scope, row.id),
              store: (headers) => db.speechEngine.updateMany({ where: { id: row.id, headers: row.headers }, data: { headers } }),
            },
          ],
    ),
  ];
}
