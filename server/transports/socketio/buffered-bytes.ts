import type { Socket } from 'socket.io';

/** What was sent and has not left this machine yet. */
export function bufferedBytes(socket: Pick<Socket, 'conn'>): number {
  const { transport } = socket.conn as unknown as { transport: { socket?: { bufferedAmount?: number } } };
  return transport.socket?.bufferedAmount ?? 0;
}
