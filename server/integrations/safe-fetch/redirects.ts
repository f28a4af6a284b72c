import { OutgoingError } from './outgoing-error';

export interface RedirectRules {
  readonly limit: number;
  /** Asked for each redirect to another origin; absent: any that is public. */
  readonly mayGoTo?: (url: URL) => boolean;
}

/** One request of a chain of redirects. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const credentials = /^(cookie|proxy-authorization)$|auth|key|token|secret|signature|password|credential|session/i;

/** The request a redirect asks for, or nothing when the answer is none. Credentials stay with the origin they were meant for. */
export function nextHop(
  hop: Hop,
  answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  rules: RedirectRules,
  followed: number,
): Hop | undefined {
  const location = answer.headers['location'];
  if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.status)) return undefined;
  if (followed >= rules.limit) throw new OutgoingError('too-many-redirects', `There were more than ${rules.limit} redirects.`);
  const url = redirectTarget(location, hop.url);
  const crosses = url.origin !== hop.url.origin;
  if (crosses && rules.mayGoTo?.(url) === false)
    throw new OutgoingError('refused-redirect', `A redirect led to ${url.host}, which is not among the allowed domains.`);
  const headers = Object.fromEntries(Object.entries(hop.headers).filter(([name]) => !(crosses && credentials.test(name)) && name !== 'host'));
  const keepsBody = answer.status === 307 || answer.status === 308 || ((answer.status === 301 || answer.status === 302) && hop.method !== 'POST');
  if (keepsBody || hop.method === 'HEAD') return { ...hop, url, headers };
  return { url, method: 'GET', headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('content-'))) };
}

function redirectTarget(location: string, from: URL): URL {
  if (!URL.canParse(location, from)) throw new OutgoingError('broken-answer', 'A redirect led to something that is not a URL.');
  const url = new URL(location, from);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new OutgoingError('refused-redirect', `A redirect led to a ${url.protocol} address.`);
  url.username = '';
  url.password = '';
  return url;
}
