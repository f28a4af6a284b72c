import { type Database, type SealKeys, scopesWithCredentials } from '../../auth/scope';
import { openCredential, sealSettings } from './open-credential';

export interface Resealed {
  readonly resealed: number;
  readonly unreadable: number;
}

/** Seals with the current secret whatever a former one had sealed; afterwards the former can be forgotten. Run it after changing PARLEY_SECRET. */
export async function resealCredentials(db: Database, keys: SealKeys): Promise<Resealed> {
  let resealed = 0;
  let unreadable = 0;
  for (const scope of await scopesWithCredentials(db)) {
    for (const row of await scope.db.providerCredential.findMany()) {
      try {
        const { secret, isCurrent } = openCredential(keys, row);
        if (isCurrent) continue;
        // Only if nobody saved it in the meantime: what they saved is sealed with the current secret already.
        await scope.db.providerCredential.updateMany({ where: { id: row.id, updatedAt: row.updatedAt }, data: { sealed: sealSettings(keys, row, secret) } });
        resealed++;
      } catch {
        unreadable++; // sealed with a secret that is gone: only entering it again helps, and the dashboard says so
      }
    }
  }
  return { resealed, unreadable };
}
