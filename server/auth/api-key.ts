import { createHash, randomBytes } from 'node:crypto';

export interface NewApiKey {
  /** The whole key, shown once. */
  readonly key: string;
  /** First characters, kept to tell keys apart. */
  readonly prefix: string;
  readonly hash: string;
}

/** A new key: `pk_` and 43 characters of chance (256 bits). */
export function makeApiKey(): NewApiKey {
  const key = `pk_${randomBytes(32).toString('base64url')}`;
  return { key, prefix: key.slice(0, 9), hash: hashApiKey(key) };
}

/** SHA-256 in hex. The key is long and random, so there is nothing for a slow hash to protect. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Whether `text` can be a key of ours at all; what cannot is not looked up. */
export function isApiKeyForm(text: string): boolean {
  return /^pk_[A-Za-z0-9_-]{43}$/.test(text);
}
