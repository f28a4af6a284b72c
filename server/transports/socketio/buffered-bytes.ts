import type { Socket } from 'socket.io';
import { consoleSampleRate } from '../../contracts/voice-namespace';

/** A member's browser that takes nothing while so much waits for it is let go: no conversation waits for it. */
export const mostBufferedBytes = 4 * 1024 * 1024;
/** Sound that waits to reach a listener: past two seconds of one side, what comes is left out. */
export const mostSoundBytes = 2 * consoleSampleRate * 2;

interface Waiting {
  readonly writeBuffer?: readonly { readonly data?: unknown }[];
  readonly transport: { readonly socket?: { readonly bufferedAmount?: number } };
}

/** What was sent and has not left this machine yet: in the library's queue, which grows while the network takes nothing, and in the socket. */
export function bufferedBytes(socket: Pick<Socket, 'conn'>): number {
  const { writeBuffer = [], transport } = socket.conn as unknown as Waiting;
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) bytes += typeof data === 'string' ? data.length : ArrayBuffer.isView(data) ? data.byteLength : 0;
  return bytes;
}
