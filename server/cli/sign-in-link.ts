import { makeOneTimeToken } from '../auth/one-time-link';
import { AppError } from '../lib/app-error';
import { demoOwnerEmail } from './shared/demo';
import { withInstallation } from './shared/with-installation';

/** `sign-in-link [e-mail]`: prints a path that signs this person in, once, within a day. Without an e-mail: the demo workspace's owner. */
export async function run(args: string[]): Promise<number> {
  const email = (args[0] ?? demoOwnerEmail).trim().toLowerCase();
  const token = await withInstallation(async (db) => {
    const user = await db.user.findUnique({ where: { email }, select: { id: true } });
    if (user === null) throw new AppError('not_found', `There is nobody with the e-mail ${email}.`);
    return makeOneTimeToken(db, user.id);
  });
  console.log(`/sign-in/link?token=${token}`);
  return 0;
}
