import { createHash, randomBytes } from 'node:crypto';

export const singleUseTokenLifetimeMs = 15 * 60_000;

/** A token that opens one thing once, and what is kept of it. */
export function makeSingleUseToken(): { readonly token: string; readonly hash: string } {
  const token = `sutkn_${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashSingleUseToken(token) };
}

export function hashSingleUseToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
