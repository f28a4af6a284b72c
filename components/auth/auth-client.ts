import { forgetAllWritten } from '../layout/kept-forms';

/** What the sign-in service answered: where to go, or why not. */
export type AuthAnswer = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly problem: AuthProblem };

export type AuthProblem = 'wrong-credentials' | 'too-many-tries' | 'not-invited' | 'link-used' | 'unreachable' | 'failed';

const deadlineMs = 20_000;

export function signInWithPassword(email: string, password: string, next: string): Promise<AuthAnswer> {
  return post('callback/credentials', { email, password, callbackUrl: next });
}

export function signInWithOneTimeToken(token: string, next: string): Promise<AuthAnswer> {
  return post('callback/one-time-link', { token, callbackUrl: next });
}

/** Sends a link; the answer's `url` leads to a page that says so. */
export function askForMagicLink(email: string, next: string): Promise<AuthAnswer> {
  return post('signin/email', { email, callbackUrl: next });
}

/** The answer's `url` is the other service's page. */
export function startAtService(service: 'google' | 'github', next: string): Promise<AuthAnswer> {
  return post(`signin/${service}`, { callbackUrl: next });
}

export async function signOut(): Promise<AuthAnswer> {
  const answer = await post('signout', { callbackUrl: '/sign-in' });
  if (answer.ok) forgetAllWritten();
  return answer;
}

/** Reads the error names of the sign-in service. */
export function authProblem(error: string): AuthProblem {
  if (error === 'CredentialsSignin') return 'wrong-credentials';
  if (error === 'AccessDenied') return 'not-invited';
  if (error === 'Verification') return 'link-used';
  return /many|rate|limit/i.test(error) ? 'too-many-tries' : 'failed';
}

async function post(path: string, fields: Record<string, string>): Promise<AuthAnswer> {
  try {
    const signal = AbortSignal.timeout(deadlineMs);
    const { csrfToken } = (await (await fetch('/api/auth/csrf', { signal })).json()) as { csrfToken: string };
    const response = await fetch(`/api/auth/${path}`, { method: 'POST', body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }), signal });
    if (response.status === 429) return { ok: false, problem: 'too-many-tries' };
    const { url } = (await response.json()) as { url?: string };
    if (url === undefined) return { ok: false, problem: 'failed' };
    const error = new URL(url, window.location.href).searchParams.get('error');
    return error === null ? { ok: true, url } : { ok: false, problem: authProblem(error) };
  } catch {
    // No answer in time, or none that can be read: the person can only try again.
    return { ok: false, problem: 'unreachable' };
  }
}
