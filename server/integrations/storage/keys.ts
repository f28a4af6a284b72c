import { AppError } from '../../lib/app-error';

const part = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/;

/** Throws `bad_request` for a key that is no plain path below the root: empty parts, `..`, hidden names, anything but letters, digits, `.`, `_`, `-`. */
export function checkKey(key: string): string {
  if (key.length > 900 || !key.split('/').every((name) => part.test(name))) throw new AppError('bad_request', 'This is no valid storage key.');
  return key;
}
