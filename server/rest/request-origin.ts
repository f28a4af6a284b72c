import type { Context } from 'hono';
import type { RestVariables } from './routes';

/** The origin the request came to, as the gateway tells it, so that whoever asked can reach it again. */
export function requestOrigin(context: Context<RestVariables>, publicUrl: string): string {
  const host = context.req.header('x-forwarded-host') ?? context.req.header('host');
  if (host === undefined) return publicUrl;
  const scheme = context.req.header('x-forwarded-proto') ?? new URL(context.req.url).protocol.slice(0, -1);
  const origin = `${scheme === 'https' ? 'https' : 'http'}://${host}`;
  // A host that is not one would end up inside a script: nothing but the configured address is right then.
  return URL.canParse(origin) && new URL(origin).origin === origin.toLowerCase() ? origin.toLowerCase() : publicUrl;
}
