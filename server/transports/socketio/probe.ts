import type { Socket } from 'socket.io';
import type { DownlinkEvents, UplinkEvents } from '../../contracts/voice-protocol';
import { systemClock } from '../../lib/clock';
import type { UplinkQueue } from '../uplink-queue';

const everyMs = 3_000;
const answerMs = 2_500;

/** Asks the client for an answer now and then: how long it takes is the line's round trip. Ends with the socket. */
export function probe(socket: Socket<UplinkEvents, DownlinkEvents>, uplink: UplinkQueue): void {
  let cancel: () => void = () => undefined;
  const ask = () => {
    const askedMs = systemClock.nowMs();
    socket.timeout(answerMs).emit('probe', (error: Error | null) => {
      if (error === null) uplink.offer({ kind: 'round-trip', ms: systemClock.nowMs() - askedMs });
    });
    cancel = systemClock.after(everyMs, ask);
  };
  socket.on('disconnect', () => cancel());
  ask();
}
