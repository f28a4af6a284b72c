import { io, type Socket } from 'socket.io-client';
import type { LiveCall, SupervisionDownlink, SupervisionUplink } from '@/server/contracts/supervision';
import { supervisionNamespace } from '@/server/contracts/supervision-namespace';

export type SupervisionSocket = Socket<SupervisionDownlink, SupervisionUplink>;

export const answerTimeoutMs = 10_000;

/** A connection that shows one thing and comes back by itself. */
export function openSupervision(): SupervisionSocket {
  const socket: SupervisionSocket = io(supervisionNamespace, {
    path: '/socket.io',
    withCredentials: true,
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelayMax: 15_000,
  });
  // Whom the server lets go asks once more, and is told why.
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') socket.connect();
  });
  return socket;
}

export interface WatchCallsOptions {
  readonly workspace: string;
  readonly onCalls: (calls: readonly LiveCall[]) => void;
  /** Null: the connection stands. */
  readonly onProblem: (problem: string | null) => void;
}

/** Tells how a workspace's running conversations stand, until the answer is called. */
export function watchCalls({ workspace, onCalls, onProblem }: WatchCallsOptions): () => void {
  const socket = openSupervision();
  socket.on('connect', () => {
    socket.timeout(answerTimeoutMs).emit('overview', workspace, (error: Error | null, problem: string | null) => {
      onProblem(error === null ? problem : error.message);
      if (error !== null) socket.disconnect().connect();
      else if (problem !== null) socket.disconnect();
    });
  });
  socket.on('calls', onCalls);
  socket.on('disconnect', (reason) => {
    if (reason !== 'io client disconnect') onProblem('');
  });
  return () => {
    socket.removeAllListeners();
    socket.disconnect();
  };
}
