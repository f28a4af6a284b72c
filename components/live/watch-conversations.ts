import { io, type Socket } from 'socket.io-client';
import { type LiveEvents, liveNamespace } from '@/server/contracts/live-feed';

interface WatchEvents {
  watch(workspace: string, answer: (problem: string | null) => void): void;
}

export type ConversationChange = Parameters<LiveEvents['conversation']>[0];

export interface WatchOptions {
  readonly workspace: string;
  readonly onChange: (change: ConversationChange) => void;
  /** Watching has begun, or begun again after a broken connection: whatever happened before went unseen. */
  readonly onWatching: () => void;
  /** Where the server is; absent: where the page came from. */
  readonly origin?: string;
}

const answerTimeoutMs = 10_000;

/** Tells what happens to a workspace's conversations until the answer is called. Comes back by itself when the connection breaks. */
export function watchConversations({ workspace, onChange, onWatching, origin = '' }: WatchOptions): () => void {
  const socket: Socket<LiveEvents, WatchEvents> = io(`${origin}${liveNamespace}`, {
    path: '/socket.io',
    withCredentials: true,
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelayMax: 30_000,
  });
  socket.on('connect', () => {
    socket.timeout(answerTimeoutMs).emit('watch', workspace, (error: Error | null, problem: string | null) => {
      if (error === null && problem === null) onWatching();
      // Who may not watch, or was signed out, is not let in by asking again; a server that did not answer may.
      else if (error === null) socket.disconnect();
      else socket.disconnect().connect();
    });
  });
  socket.on('conversation', onChange);
  return () => {
    socket.removeAllListeners();
    socket.disconnect();
  };
}
