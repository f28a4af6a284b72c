import { encode } from 'next-auth/jwt';
import { io, type Socket } from 'socket.io-client';
import { sessionCookieName, sessionSecret } from '../auth/session-cookie';
import { testSecret } from './services';

/** The cookie of somebody who is signed in to a server with the tests' secret. */
export async function memberCookie(userId: string): Promise<string> {
  const token = await encode({ token: { userId, sessionVersion: 0 }, secret: sessionSecret(testSecret) });
  return `${sessionCookieName(false)}=${token}`;
}

/** A connection to a namespace of a running server, open when it is answered. Whoever asked disconnects it. */
export async function connectedSocket(address: string, cookie = ''): Promise<Socket> {
  const socket = io(address, { transports: ['websocket'], forceNew: true, extraHeaders: cookie === '' ? {} : { cookie } });
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve);
    socket.on('connect_error', reject);
  });
  return socket;
}
