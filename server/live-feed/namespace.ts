import type { Namespace, Server } from 'socket.io';
import type { Database } from '../auth/scope';
import { scopeForMember } from '../auth/scope';
import { type LiveEvents, liveNamespace } from '../contracts/voice-protocol';
import { toAppError } from '../lib/app-error';
import type { Logger } from '../lib/logger';

interface WatchEvents {
  /** Answers `null`, or what stood in the way. */
  watch(workspace: string, answer: (problem: string | null) => void): void;
}

export interface LiveFeed {
  tell(workspaceId: string, change: Parameters<LiveEvents['conversation']>[0]): void;
}

export interface LiveFeedOptions {
  readonly db: Database;
  readonly memberOf: (cookie: string) => Promise<string | null>;
  readonly log: Logger;
}

/** Pushes what happens to conversations to the signed-in members who watch their workspace. */
export function attachLiveFeed(io: Server, { db, memberOf, log }: LiveFeedOptions): LiveFeed {
  const namespace: Namespace<WatchEvents, LiveEvents> = io.of(liveNamespace);
  namespace.on('connection', (socket) => {
    socket.on('watch', (workspace, answer) => {
      if (typeof workspace !== 'string' || typeof answer !== 'function') return;
      void (async () => {
        const userId = await memberOf(socket.handshake.headers.cookie ?? '');
        if (userId === null) return answer('Sign in first.');
        // The id is looked up from the membership: a name or id from the client opens no room by itself.
        const scope = await scopeForMember(db, userId, workspace);
        scope.may('conversations:read');
        await socket.join(scope.workspaceId);
        answer(null);
      })().catch((error: unknown) => {
        const { code, publicMessage } = toAppError(error);
        if (code === 'internal') log.error({ err: error }, 'the live feed could not be opened');
        answer(publicMessage);
      });
    });
  });
  return { tell: (workspaceId, change) => namespace.to(workspaceId).emit('conversation', change) };
}
