import { PrismaAdapter } from '@next-auth/prisma-adapter';
import { headers } from 'next/headers';
import NextAuth, { type AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import EmailProvider from 'next-auth/providers/email';
import GitHubProvider from 'next-auth/providers/github';
import GoogleProvider from 'next-auth/providers/google';
import { openMailer } from '../integrations/email/mailer';
import { installation } from './installation';
import { type Session, sessionCookieName, sessionFromCookieHeader, sessionSecret } from './session-cookie';
import { countMagicLink, normalEmail, signInWithOneTimeToken, signInWithPassword, type SignedIn } from './sign-in';

export type { Session };

// The one file that knows next-auth.

const monthSeconds = 30 * 24 * 60 * 60;

/** Who is signed in, for pages and routes of the web process. */
export async function getSession(): Promise<Session | null> {
  const { db, env } = installation();
  return sessionFromCookieHeader(db, (await headers()).get('cookie'), env.secret);
}

/** Answers `/api/auth/*`. */
export function handleAuth(request: Request, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  return NextAuth(request as never, context as never, authOptions()) as Promise<Response>;
}

/** Ways to sign in that this installation offers, for the sign-in page. */
export function signInWays(): { readonly email: boolean; readonly google: boolean; readonly github: boolean } {
  const { env } = installation();
  return { email: true, google: env.google !== undefined, github: env.github !== undefined };
}

function authOptions(): AuthOptions {
  const { db, env, log } = installation();
  const isSecure = env.publicUrl.startsWith('https:');
  const mailer = openMailer(env.smtp, log);
  return {
    // The adapter was typed for the generator before this one; the calls it makes are the same.
    adapter: PrismaAdapter(db as never),
    secret: sessionSecret(env.secret),
    session: { strategy: 'jwt', maxAge: monthSeconds },
    useSecureCookies: isSecure,
    cookies: {
      sessionToken: { name: sessionCookieName(isSecure), options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure } },
    },
    pages: { signIn: '/sign-in', error: '/sign-in', verifyRequest: '/sign-in?sent=1' },
    logger: {
      error: (code, metadata) => log.warn({ authCode: code, err: metadata instanceof Error ? metadata : undefined }, 'sign-in failed'),
      warn: (code) => log.debug({ authCode: code }, 'sign-in warning'),
      debug: () => {},
    },
    providers: [
      CredentialsProvider({
        id: 'credentials',
        name: 'Password',
        credentials: { email: { label: 'E-mail', type: 'email' }, password: { label: 'Password', type: 'password' } },
        authorize: (credentials, request) =>
          signInWithPassword(db, { email: credentials?.email ?? '', password: credentials?.password ?? '', ip: ipOf(request.headers) }),
      }),
      CredentialsProvider({
        id: 'one-time-link',
        name: 'One-time link',
        credentials: { token: { label: 'Token', type: 'text' } },
        authorize: (credentials, request) => signInWithOneTimeToken(db, { token: credentials?.token ?? '', ip: ipOf(request.headers) }),
      }),
      EmailProvider({
        from: env.smtp?.from ?? 'parley@localhost',
        maxAge: 60 * 60,
        async sendVerificationRequest({ identifier, url }) {
          await countMagicLink(db, identifier);
          await mailer.send({
            to: identifier,
            subject: 'Sign in to Parley',
            text: 'Open this link within an hour to sign in to Parley.\n\nIf you did not ask for it, there is nothing to do.',
            link: url,
          });
        },
      }),
      ...(env.google === undefined ? [] : [GoogleProvider(env.google)]),
      ...(env.github === undefined ? [] : [GitHubProvider(env.github)]),
    ],
    callbacks: {
      /**
       * Only people who are here already or were invited: an installation on the open internet is not for everyone who has an e-mail address.
       * Who asks for a magic link is told the same either way, so that nobody learns who is here.
       */
      async signIn({ user, account, email: asked }) {
        if (account?.type === 'credentials') return true;
        const mayEnter = await isExpected(normalEmail(user.email ?? ''));
        if (mayEnter || asked?.verificationRequest !== true) return mayEnter;
        return `${env.publicUrl}/api/auth/verify-request?provider=email&type=email`;
      },
      async jwt({ token, user }) {
        if (user === undefined) return token;
        const version = (user as Partial<SignedIn>).sessionVersion ?? (await db.user.findUnique({ where: { id: user.id } }))?.sessionVersion ?? 0;
        return { ...token, userId: user.id, sessionVersion: version };
      },
      session({ session, token }) {
        return { ...session, user: { ...session.user, id: token['userId'] } };
      },
    },
  };
}

/** Whether a person or an open invitation has this e-mail. */
async function isExpected(email: string): Promise<boolean> {
  const { db } = installation();
  if (email === '') return false;
  if ((await db.user.findUnique({ where: { email }, select: { id: true } })) !== null) return true;
  const open = { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } };
  return (await db.invitation.findFirst({ where: open, select: { id: true } })) !== null;
}

/** The gateway in front of us puts the caller's address first. */
function ipOf(requestHeaders: Record<string, unknown> | undefined): string {
  const forwarded = requestHeaders?.['x-forwarded-for'];
  return (typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() : undefined) || 'unknown';
}
