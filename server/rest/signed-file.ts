import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { derivedKey } from '../auth/derived-key';
import { AppError } from '../lib/app-error';

/** Path that whoever has a signed address may fetch a file from. */
export const signedFilePath = '/v1/parley/files';
const lifetimeMs = 15 * 60_000;

const claimSchema = z.object({ key: z.string(), filename: z.string(), contentType: z.string(), expiresAtMs: z.number() });
export type SignedFile = z.infer<typeof claimSchema>;

/** An address that gives a stored file to anyone who has it, for a quarter of an hour. */
export function signedFileUrl(
  { publicUrl, secret }: { readonly publicUrl: string; readonly secret: string },
  file: { readonly key: string; readonly filename: string; readonly contentType: string },
  nowMs = Date.now(),
): string {
  const claim = Buffer.from(JSON.stringify({ ...file, expiresAtMs: nowMs + lifetimeMs } satisfies SignedFile)).toString('base64url');
  return `${publicUrl}${signedFilePath}/${claim}.${signatureOf(secret, claim).toString('base64url')}`;
}

/** Throws `not_found` for what was not signed here or has run out. */
export function openSignedFile(secret: string, token: string, nowMs = Date.now()): SignedFile {
  const [claim = '', signature = ''] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = signatureOf(secret, claim);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw expired();
  const file = claimSchema.parse(JSON.parse(Buffer.from(claim, 'base64url').toString('utf8')));
  if (file.expiresAtMs < nowMs) throw expired();
  return file;
}

function signatureOf(secret: string, claim: string): Buffer {
  return createHmac('sha256', derivedKey(secret, 'signed-files')).update(claim).digest();
}

function expired(): AppError {
  return new AppError('not_found', 'This address is not valid, or not any more.');
}
