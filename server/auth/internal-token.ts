import { timingSafeEqual } from 'node:crypto';
import { derivedKey, derivedPassword } from './derived-key';

/** What one process of this installation shows another. */
export function internalToken(secret: string): string {
  return derivedPassword(secret, 'between-processes');
}

export function isInternalToken(secret: string, given: string): boolean {
  const expected = derivedKey(secret, 'between-processes');
  const offered = Buffer.from(given, 'base64url');
  return offered.length === expected.length && timingSafeEqual(offered, expected);
}
