import type { Database } from '../db/client';
import { useOneTimeToken } from './one-time-link';
import { isPassword } from './password';
import { countAttempt } from './rate-limit';

export interface SignedIn {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly image: string | null;
  readonly sessionVersion: number;
}

const quarterHour = 15 * 60_000;

/** The person with this e-mail and password, or null. Throws `rate_limited` after ten tries for one e-mail or fifty from one address in 15 minutes. */
export async function signInWithPassword(
  db: Database,
  input: { readonly email: string; readonly password: string; readonly ip: string },
): Promise<SignedIn | null> {
  const email = normalEmail(input.email);
  await countAttempt(db, [
    { key: `sign-in:email:${email}`, most: 10, windowMs: quarterHour },
    { key: `sign-in:ip:${input.ip}`, most: 50, windowMs: quarterHour },
  ]);
  const user = await db.user.findUnique({ where: { email } });
  return (await isPassword(input.password, user?.passwordHash ?? null)) && user !== null ? user : null;
}

/** The person a one-time link was made for, or null when it was used or has expired. */
export async function signInWithOneTimeToken(db: Database, input: { readonly token: string; readonly ip: string }): Promise<SignedIn | null> {
  await countAttempt(db, [{ key: `one-time-link:ip:${input.ip}`, most: 30, windowMs: quarterHour }]);
  const userId = await useOneTimeToken(db, input.token);
  return userId === null ? null : db.user.findUnique({ where: { id: userId } });
}

/** Counts a magic link that is asked for. Throws `rate_limited` after five for one e-mail in 15 minutes. */
export async function countMagicLink(db: Database, email: string): Promise<void> {
  await countAttempt(db, [{ key: `magic-link:${normalEmail(email)}`, most: 5, windowMs: quarterHour }]);
}

export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
