import { createHmac, randomBytes } from 'node:crypto';

/** The header's value for a body, byte for byte as it is sent. */
export function signWebhook(secret: string, body: string, nowSecs: number): string {
  return `t=${nowSecs},v0=${createHmac('sha256', secret).update(`${nowSecs}.${body}`).digest('hex')}`;
}

export const signatureHeader = 'ElevenLabs-Signature';

export function makeWebhookSecret(): string {
  return `wsec_${randomBytes(32).toString('hex')}`;
}
