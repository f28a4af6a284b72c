import { sealKeys } from '../auth/seal';
import { resealCredentials } from '../domain/credentials/reseal-credentials';
import { withInstallation } from './shared/with-installation';

/** `reseal`: seals stored credentials with the present PARLEY_SECRET; run it with the former one in PARLEY_SECRET_PREVIOUS, which it makes superfluous. */
export async function run(): Promise<number> {
  const { resealed, unreadable } = await withInstallation((db, env) => resealCredentials(db, sealKeys(env.secret, env.previousSecrets)));
  console.log(`sealed anew: ${resealed}, not readable: ${unreadable}`);
  if (unreadable > 0) console.error('What is not readable was sealed with a secret that is neither PARLEY_SECRET nor in PARLEY_SECRET_PREVIOUS.');
  return unreadable === 0 ? 0 : 1;
}
