import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '../lib/app-error';

const N = 2 ** 17;
const r = 8;
const p = 1;
const keyLength = 32;
export const shortestPassword = 10;
const longestPassword = 200;

/** scrypt with its parameters in the text: `scrypt$131072$8$1$salt$hash`. Takes about a third of a second and 128 MB. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, { N, r, p });
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** False for a wrong password and for people who have none; takes as long either way, so that the time tells nothing. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [kind, n = '', blocks = '', lanes = '', salt = '', hash = ''] = (stored ?? nobody).split('$');
  if (kind !== 'scrypt' || password.length > longestPassword) return false;
  const expected = Buffer.from(hash, 'base64url');
  const given = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(n), r: Number(blocks), p: Number(lanes) });
  return expected.length === given.length && timingSafeEqual(expected, given) && stored !== null;
}

/** Throws `invalid_input` for a password that is too short or too long. */
export function checkPassword(password: string): void {
  if (password.length < shortestPassword || password.length > longestPassword) {
    throw new AppError('invalid_input', `A password has ${shortestPassword} to ${longestPassword} characters.`, { path: ['password'] });
  }
}

/** Stands in for the hash of a person who does not exist. Nothing hashes to 32 zero bytes. */
const nobody = ['scrypt', N, r, p, Buffer.alloc(16).toString('base64url'), Buffer.alloc(keyLength).toString('base64url')].join('$');

function derive(password: string, salt: Buffer, parameters: { N: number; r: number; p: number }): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const maxmem = 256 * parameters.N * parameters.r;
    scrypt(password.normalize('NFKC'), salt, keyLength, { ...parameters, maxmem }, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
