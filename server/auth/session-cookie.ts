import { decode } from 'next-auth/jwt';
import type { Database } from '../db/client';
import { derivedPassword } from './derived-key';

/** A person who is signed in. */
export interface Session {
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly image: string | null;
  readonly locale: string | null;
}

const plainName = 'next-auth.session-token';
const secureName = `__Secure-${plainName}`;

export function sessionCookieName(isSecure: boolean): string {
  return isSecure ? secureName : plainName;
}

/** The password that session cookies are encrypted with. */
export function sessionSecret(secret: string): string {
  return derivedPassword(secret, 'session-cookie');
}

/** Whoever the request's `Cookie` header says is signed in, looked up anew so that an ended session is over everywhere. `secret` is the installation's. */
export async function sessionFromCookieHeader(db: Database, cookieHeader: string | null | undefined, secret: string): Promise<Session | null> {
  const token = sessionToken(cookieHeader ?? '');
  if (token === undefined) return null;
  const claims = await decodeQuietly(token, secret);
  const { userId, sessionVersion } = claims ?? {};
  if (typeof userId !== 'string' || typeof sessionVersion !== 'number') return null;
  const user = await db.user.findUnique({ where: { id: userId } });
  if (user === null || user.sessionVersion !== sessionVersion) return null;
  return { userId: user.id, email: user.email, name: user.name, image: user.image, locale: user.locale };
}

async function decodeQuietly(token: string, secret: string) {
  try {
    return await decode({ token, secret: sessionSecret(secret) });
  } catch {
    return null; // made with another secret, altered or expired: not signed in
  }
}

/** A long token is cut over several cookies, `name.0`, `name.1`, … */
function sessionToken(header: string): string | undefined {
  const cookies = new Map(
    header.split(';').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
    }),
  );
  for (const name of [secureName, plainName]) {
    const whole = cookies.get(name);
    if (whole !== undefined && whole !== '') return whole;
    let chunks = '';
    for (let i = 0; cookies.has(`${name}.${i}`); i++) chunks += cookies.get(`${name}.${i}`);
    if (chunks !== '') return chunks;
  }
  return undefined;
}
