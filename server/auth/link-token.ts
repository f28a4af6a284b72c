import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../lib/app-error';
import { derivedKey } from './derived-key';

/** Permission to fetch one thing of a workspace by its address alone, as pictures and sound in pages of others must be. */
export interface LinkClaim {
  readonly kind: 'voice-preview' | 'agent-file';
  readonly workspaceId: string;
  readonly id: string;
}

const claimSchema = z.object({ k: z.enum(['voice-preview', 'agent-file']), w: z.string(), i: z.string() });

/** The same for the same claim, so that what it names can be cached. */
export function createLinkToken(secret: string, { kind, workspaceId, id }: LinkClaim): string {
  const body = Buffer.from(JSON.stringify({ k: kind, w: workspaceId, i: id } satisfies z.infer<typeof claimSchema>)).toString('base64url');
  return `${body}.${mac(secret, body).toString('base64url')}`;
}

/** Throws `not_found` for a token that is not ours or was altered: to strangers there is nothing there. */
export function readLinkToken(secret: string, token: string): LinkClaim {
  const [body = '', given = '', ...rest] = token.split('.');
  const expected = mac(secret, body);
  const offered = Buffer.from(given, 'base64url');
  const isOurs = rest.length === 0 && offered.length === expected.length && timingSafeEqual(offered, expected);
  if (!isOurs) throw new AppError('not_found', 'There is nothing here.');
  const claim = claimSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return { kind: claim.k, workspaceId: claim.w, id: claim.i };
}

function mac(secret: string, body: string): Buffer {
  return createHmac('sha256', derivedKey(secret, 'link-token')).update(body).digest();
}
