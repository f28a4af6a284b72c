import { io, type Socket } from 'socket.io-client';
import { type EditorsNow, type LiveEvents, liveNamespace, type LiveRequests } from '@/server/contracts/live-feed';

export interface EditorsLink {
  /** Says anew whether there are changes. */
  tell(hasChanges: boolean): void;
  /** What is edited was saved: the others look again. */
  saved(): void;
  leave(): void;
}

export interface WatchEditorsOptions {
  readonly workspace: string;
  readonly agentId: string;
  readonly branchId: string;
  readonly hasChanges: boolean;
  readonly onEditors: (people: EditorsNow['people']) => void;
  readonly onSaved: () => void;
}

const answerTimeoutMs = 10_000;

/** Says that this page edits a branch, and tells who else does, until it leaves. Comes back by itself when the connection breaks. */
export function watchEditors({ workspace, agentId, branchId, onEditors, onSaved, ...first }: WatchEditorsOptions): EditorsLink {
  let { hasChanges } = first;
  const socket: Socket<LiveEvents, LiveRequests> = io(liveNamespace, {
    path: '/socket.io',
    withCredentials: true,
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelayMax: 30_000,
  });
  const edit = () =>
    socket.timeout(answerTimeoutMs).emit('edit', workspace, { agentId, branchId, hasChanges }, (error: Error | null, problem: string | null) => {
      // Who may not edit, or was signed out, is not let in by asking again.
      if (error === null && problem !== null) socket.disconnect();
    });
  socket.on('connect', edit);
  socket.on('editors', (now) => {
    if (now.agentId === agentId && now.branchId === branchId) onEditors(now.people);
  });
  socket.on('agentSaved', onSaved);
  return {
    tell(now) {
      hasChanges = now;
      if (socket.connected) edit();
    },
    saved: () => void socket.emit('saved'),
    leave() {
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
}
