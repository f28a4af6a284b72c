import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** The gateway in front of us puts the caller's address first; without a gateway it is the socket's own. */
export function callerIp(context: Context): string {
  const forwarded = context.req.header('x-forwarded-for')?.split(',')[0]?.trim();
  if (forwarded !== undefined && forwarded !== '') return forwarded;
  try {
    return getConnInfo(context).remote.address ?? 'unknown';
  } catch {
    return 'unknown'; // called without a socket, as tests do
  }
}
