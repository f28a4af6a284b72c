import type { Socket } from 'socket.io';
import { io, type Socket as ClientSocket } from 'socket.io-client';
import type { SuperviseAnswer, SupervisionDownlink, SupervisionUplink } from '../../contracts/supervision';
import { supervisionNamespace } from '../../contracts/supervision-namespace';
import { addressOf } from './address-of';
import { bufferedBytes, mostBufferedBytes, mostSoundBytes } from './buffered-bytes';

const answerTimeoutMs = 10_000;

type Member = Socket<SupervisionUplink, SupervisionDownlink>;
type Upstream = ClientSocket<SupervisionDownlink, SupervisionUplink>;

/**
 * Carries a member's supervision of a call to the voice server that runs it, and back: as themselves, by their own cookie, so that everything is
 * proven and noted there. Both connections end together.
 */
export async function relaySupervision(
  socket: Member,
  url: string,
  request: { readonly workspace: string; readonly conversationId: string },
): Promise<SuperviseAnswer> {
  const upstream: Upstream = io(`${url}${supervisionNamespace}`, {
    path: '/socket.io',
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    timeout: answerTimeoutMs,
    extraHeaders: { cookie: socket.handshake.headers.cookie ?? '', 'x-forwarded-for': addressOf(socket) },
  });
  socket.once('disconnect', () => upstream.disconnect());
  passDown(upstream, socket);
  try {
    await connected(upstream);
    const answer = await upstream.timeout(answerTimeoutMs).emitWithAck('supervise', request);
    if (!answer.ok) {
      upstream.disconnect();
      return answer;
    }
    passUp(socket, upstream);
    // The member's browser asks again then, and is told how it stands.
    upstream.once('disconnect', () => socket.disconnect(true));
    return answer;
  } catch {
    // Why is of no use to the member; that it cannot be reached is.
    upstream.disconnect();
    return { ok: false, code: 'conflict', message: 'The voice server that runs this conversation cannot be reached.' };
  }
}

function connected(upstream: Upstream): Promise<void> {
  return new Promise((resolve, reject) => {
    upstream.once('connect', resolve);
    upstream.once('connect_error', reject);
  });
}

function passDown(upstream: Upstream, socket: Member): void {
  upstream.onAny((event: string, ...what: unknown[]) => {
    const waiting = bufferedBytes(socket);
    if (event === 'sound' && waiting > mostSoundBytes) return;
    if (waiting > mostBufferedBytes) socket.disconnect(true);
    else (socket as Socket).emit(event, ...what);
  });
}

function passUp(socket: Member, upstream: Upstream): void {
  socket.on('listen', (isOn) => void upstream.emit('listen', isOn));
  socket.on('command', (command, answer) => void upstream.emit('command', command, answer));
  socket.on('speak', (isOn, answer) => void upstream.emit('speak', isOn, answer));
  // What is not heard at once need not be heard later.
  socket.on('voice', (pcm) => void upstream.volatile.emit('voice', pcm));
}
