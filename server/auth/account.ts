import type { Database } from '../db/client';
import { AppError } from '../lib/app-error';
import { checkPassword, hashPassword, isPassword } from './password';
import { countAttempt } from './rate-limit';

export interface AccountView {
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly locale: string | null;
  readonly hasPassword: boolean;
}

export async function getAccount(db: Database, userId: string): Promise<AccountView> {
  const { id, email, name, locale, passwordHash } = await db.user.findUniqueOrThrow({ where: { id: userId } });
  return { userId: id, email, name, locale, hasPassword: passwordHash !== null };
}

/** Sets a password and ends every session. Who has one already gives it. Throws `invalid_input`, `rate_limited`. */
export async function changePassword(db: Database, userId: string, input: { readonly current?: string | undefined; readonly next: string }): Promise<void> {
  await countAttempt(db, [{ key: `change-password:${userId}`, most: 10, windowMs: 15 * 60_000 }]);
  const { passwordHash } = await db.user.findUniqueOrThrow({ where: { id: userId } });
  if (passwordHash !== null && !(await isPassword(input.current ?? '', passwordHash))) {
    throw new AppError('invalid_input', 'The current password is not right.', { path: ['current'] });
  }
  checkPassword(input.next);
  await db.user.update({ where: { id: userId }, data: { passwordHash: await hashPassword(input.next), sessionVersion: { increment: 1 } } });
}

export async function changeProfile(
  db: Database,
  userId: string,
  input: { readonly name?: string | undefined; readonly locale?: string | null | undefined },
): Promise<void> {
  const name = input.name?.trim();
  if (name !== undefined && (name === '' || name.length > 100)) throw new AppError('invalid_input', 'A name has 1 to 100 characters.', { path: ['name'] });
  await db.user.update({
    where: { id: userId },
    data: { ...(name === undefined ? {} : { name }), ...(input.locale === undefined ? {} : { locale: input.locale }) },
  });
}

/** Ends every session of this person, this one too. */
export async function signOutEverywhere(db: Database, userId: string): Promise<void> {
  await db.user.update({ where: { id: userId }, data: { sessionVersion: { increment: 1 } } });
}
