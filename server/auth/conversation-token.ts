import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../lib/app-error';
import { derivedKey } from './derived-key';

/** How long a signature can be used to start a conversation; a running one is not cut. */
export const signatureLifetimeMs = 15 * 60_000;

/** A permission to start a conversation with one agent. */
export interface ConversationClaim {
  readonly agentId: string;
  readonly workspaceId: string;
  /** Bound to this conversation, and so good for one start. */
  readonly conversationId?: string | undefined;
  readonly versionId?: string | undefined;
  readonly branchId?: string | undefined;
  readonly purpose: 'signed-url' | 'shareable-link' | 'livekit-token';
  readonly expiresAtMs: number;
}

const claimSchema = z.object({
  a: z.string(),
  w: z.string(),
  c: z.string().optional(),
  v: z.string().optional(),
  b: z.string().optional(),
  p: z.enum(['signed-url', 'shareable-link', 'livekit-token']),
  e: z.number(),
});

/** Signs a claim with a key derived from the installation's secret. Letters, digits, `-`, `_` and one `.`: it needs no escaping in a URL. */
export function createConversationSignature(secret: string, claim: ConversationClaim): string {
  const body = Buffer.from(
    JSON.stringify({
      a: claim.agentId,
      w: claim.workspaceId,
      c: claim.conversationId,
      v: claim.versionId,
      b: claim.branchId,
      p: claim.purpose,
      e: claim.expiresAtMs,
    } satisfies z.infer<typeof claimSchema>),
  ).toString('base64url');
  return `${body}.${mac(secret, body).toString('base64url')}`;
}

/** Throws `unauthenticated` for a signature that is not ours, was altered or has expired. */
export function verifyConversationSignature(secret: string, signature: string, nowMs: number = Date.now()): ConversationClaim {
  const [body = '', given = '', ...rest] = signature.split('.');
  const expected = mac(secret, body);
  const offered = Buffer.from(given, 'base64url');
  const isOurs = rest.length === 0 && offered.length === expected.length && timingSafeEqual(offered, expected);
  if (!isOurs) throw new AppError('unauthenticated', 'The conversation signature is not valid.');
  const claim = claimSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  if (claim.e <= nowMs) throw new AppError('unauthenticated', 'The conversation signature has expired.');
  return {
    agentId: claim.a,
    workspaceId: claim.w,
    conversationId: claim.c,
    versionId: claim.v,
    branchId: claim.b,
    purpose: claim.p,
    expiresAtMs: claim.e,
  };
}

function mac(secret: string, body: string): Buffer {
  return createHmac('sha256', derivedKey(secret, 'conversation-signature')).update(body).digest();
}
