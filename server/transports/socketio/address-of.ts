import type { Socket } from 'socket.io';

/** Where a connection comes from, as the gateway saw it. */
export function addressOf(socket: Pick<Socket, 'handshake'>): string {
  const forwarded = socket.handshake.headers['x-forwarded-for'];
  return (typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() : undefined) ?? socket.handshake.address;
}
