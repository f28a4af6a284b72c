import { io, type Socket } from 'socket.io-client';
import { type LiveEvents, liveNamespace, type LiveRequests } from '@/server/contracts/live-feed';

export type ConversationChange = Parameters<LiveEvents['conversation']>[0];

export interface WatchOptions {
  readonly workspace: string;
  /** One whose words are watched as well. */
  readonly conversationId?: string | undefined;
  readonly onChange: (change: ConversationChange) => void;
  readonly onWork: LiveEvents['work'];
  readonly onChanged?: LiveEvents['changed'];
  /** Watching has begun, or begun again after a connection broke, this one or one behind it: whatever happened before went unseen. */
  readonly onWatching: () => void;
  /** Where the server is; absent: where the page came from. */
  readonly origin?: string;
}

const answerTimeoutMs = 10_000;

/** Tells what happens in a workspace until the answer is called. Comes back by itself when the connection breaks. */
export function watchLiveFeed({ workspace, conversationId, onChange, onWork, onChanged, onWatching, origin = '' }: WatchOptions): () => void {
  const socket: Socket<LiveEvents, LiveRequests> = io(`${origin}${liveNamespace}`, {
    path: '/socket.io',
    withCredentials: true,
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelayMax: 30_000,
  });
  const answered = (error: Error | null, problem: string | null) => {
    if (error === null && problem === null) onWatching();
    // Who may not watch, or was signed out, is not let in by asking again; a server that did not answer may.
    else if (error === null) socket.disconnect();
    else socket.disconnect().connect();
  };
  socket.on('connect', () => {
    socket.timeout(answerTimeoutMs).emit('watch', workspace, answered);
    if (conversationId !== undefined) socket.timeout(answerTimeoutMs).emit('watchConversation', workspace, conversationId, answered);
  });
  socket.on('conversation', onChange);
  socket.on('work', onWork);
  if (onChanged !== undefined) socket.on('changed', onChanged);
  socket.on('missed', onWatching);
  return () => {
    socket.removeAllListeners();
    socket.disconnect();
  };
}
