import type { Database } from '../db/client';
import { AppError } from '../lib/app-error';

export interface RateLimit {
  /** What is counted, such as `sign-in:email:ada@example.com`. */
  readonly key: string;
  readonly most: number;
  readonly windowMs: number;
}

/**
 * Counts one attempt in each window and throws `rate_limited` when one is full. Held in the database, so it holds over several processes
 * and restarts.
 */
export async function countAttempt(db: Database, limits: readonly RateLimit[], now: Date = new Date()): Promise<void> {
  const counts = await Promise.all(limits.map((limit) => raise(db, limit, now)));
  // A caller who is new to a window pays for tidying up, which nobody else has to think of then.
  if (counts.includes(1)) await forgetOldWindows(db, now);
  const full = limits.find((limit, i) => (counts[i] ?? 0) > limit.most);
  if (full !== undefined) {
    const seconds = Math.ceil((windowStart(full, now).getTime() + full.windowMs - now.getTime()) / 1000);
    throw new AppError('rate_limited', `Too many attempts. Try again in ${seconds} seconds.`);
  }
}

/** Takes away windows that are over. */
export async function forgetOldWindows(db: Database, now: Date = new Date()): Promise<void> {
  await db.rateLimitWindow.deleteMany({ where: { expiresAt: { lte: now } } });
}

// One statement (`INSERT … ON CONFLICT … DO UPDATE`): two attempts at the same moment are counted as two.
async function raise(db: Database, limit: RateLimit, now: Date): Promise<number> {
  const startsAt = windowStart(limit, now);
  const expiresAt = new Date(startsAt.getTime() + limit.windowMs);
  const { count } = await db.rateLimitWindow.upsert({
    where: { key_startsAt: { key: limit.key, startsAt } },
    create: { key: limit.key, startsAt, expiresAt, count: 1 },
    update: { count: { increment: 1 } },
  });
  return count;
}

function windowStart({ windowMs }: RateLimit, now: Date): Date {
  return new Date(Math.floor(now.getTime() / windowMs) * windowMs);
}
