import { createHmac } from 'node:crypto';

/** Header in which a speech engine's server finds who dials it. */
export const engineTokenHeader = 'x-elevenlabs-speech-engine-authorization';

const issuer = 'https://api.elevenlabs.io/convai/speech-engine';
const subject = 'convai_speech_engine_upstream';
const lifetimeSecs = 300;

/** The JSON web token (HS256) that official server libraries check; its key is the SHA-256 of the API key their owner holds. */
export function engineToken(signingKey: Buffer, nowMs: number): string {
  const issuedAt = Math.floor(nowMs / 1000);
  const head = encoded({ alg: 'HS256', typ: 'JWT' });
  const claims = encoded({ iss: issuer, sub: subject, iat: issuedAt, exp: issuedAt + lifetimeSecs });
  const signature = createHmac('sha256', signingKey).update(`${head}.${claims}`).digest('base64url');
  return `${head}.${claims}.${signature}`;
}

function encoded(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
