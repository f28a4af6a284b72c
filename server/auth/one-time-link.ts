import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../db/client';

const lifetimeMs = 24 * 60 * 60_000;
const purpose = 'one-time-link:';

/** A token that signs this person in once within 24 hours. Only its hash is kept. */
export async function makeOneTimeToken(db: Database, userId: string, now: Date = new Date()): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.verificationToken.deleteMany({ where: { identifier: { startsWith: purpose }, expires: { lt: now } } });
  await db.verificationToken.create({
    data: { identifier: `${purpose}${userId}`, token: hash(token), expires: new Date(now.getTime() + lifetimeMs) },
  });
  return token;
}

/** The person a token stands for, using it up; null for one that is unknown, used or expired. */
export async function useOneTimeToken(db: Database, token: string, now: Date = new Date()): Promise<string | null> {
  const found = await db.verificationToken.findUnique({ where: { token: hash(token) } });
  if (found === null || !found.identifier.startsWith(purpose)) return null;
  // Of two uses at once only one deletes the row.
  const { count } = await db.verificationToken.deleteMany({ where: { token: found.token } });
  return count === 1 && found.expires > now ? found.identifier.slice(purpose.length) : null;
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
