import { hkdfSync } from 'node:crypto';

/** A 256-bit key for one purpose, made from the installation's secret: what leaks of one tells nothing of another. */
export function derivedKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'parley', purpose, 32));
}

/** The same as text, for libraries that want a password. */
export function derivedPassword(secret: string, purpose: string): string {
  return derivedKey(secret, purpose).toString('base64url');
}
