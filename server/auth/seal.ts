import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { AppError } from '../lib/app-error';
import { derivedKey } from './derived-key';

/** The keys that stored secrets are sealed with: the current one seals, the former ones only open. */
export interface SealKeys {
  readonly current: SealKey;
  readonly all: ReadonlyMap<string, SealKey>;
}

interface SealKey {
  /** 8 bytes that tell which key sealed something, and nothing about the key. */
  readonly id: Buffer;
  readonly key: Buffer;
}

const format = 1;
const idLength = 8;
const nonceLength = 12;
const tagLength = 16;
const headLength = 1 + idLength + nonceLength + tagLength;

/** Keys from the installation's secret and those it had before (`PARLEY_SECRET_PREVIOUS`). */
export function sealKeys(secret: string, previousSecrets: readonly string[] = []): SealKeys {
  const current = keyFrom(secret);
  const keys = [current, ...previousSecrets.map(keyFrom)];
  return { current, all: new Map(keys.map((key) => [key.id.toString('hex'), key])) };
}

/** AES-256-GCM: format, key id, nonce and tag in front. `context` (which row it belongs to) is bound in: moved elsewhere it does not open. */
export function sealSecret(keys: SealKeys, text: string, context: string): Uint8Array<ArrayBuffer> {
  const { id, key } = keys.current;
  const nonce = randomBytes(nonceLength);
  const head = Buffer.concat([Buffer.of(format), id]);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.concat([head, Buffer.from(context)]));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Uint8Array.from(Buffer.concat([head, nonce, cipher.getAuthTag(), body]));
}

/** Throws `not_configured` when no key we have opens it. `isCurrent` is false when it should be sealed anew. */
export function openSealed(keys: SealKeys, sealed: Uint8Array, context: string): { readonly text: string; readonly isCurrent: boolean } {
  const bytes = Buffer.from(sealed);
  const head = bytes.subarray(0, 1 + idLength);
  const found = bytes.length >= headLength && bytes[0] === format ? keys.all.get(head.subarray(1).toString('hex')) : undefined;
  if (found === undefined) {
    throw new AppError('not_configured', 'A stored secret was sealed with another PARLEY_SECRET. Set PARLEY_SECRET_PREVIOUS to it, or enter the secret again.');
  }
  const nonce = bytes.subarray(1 + idLength, 1 + idLength + nonceLength);
  const tag = bytes.subarray(1 + idLength + nonceLength, headLength);
  const decipher = createDecipheriv('aes-256-gcm', found.key, nonce);
  decipher.setAAD(Buffer.concat([head, Buffer.from(context)]));
  decipher.setAuthTag(tag);
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(headLength)), decipher.final()]).toString('utf8');
    return { text, isCurrent: found.id.equals(keys.current.id) };
  } catch (cause) {
    throw new AppError('not_configured', 'A stored secret was damaged or belongs elsewhere. Enter it again.', { cause });
  }
}

function keyFrom(secret: string): SealKey {
  const key = derivedKey(secret, 'sealed-credentials');
  return { key, id: createHash('sha256').update(key).digest().subarray(0, idLength) };
}
