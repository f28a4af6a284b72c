import type { Namespace, Server } from 'socket.io';
import type { Database } from '../auth/scope';
import { scopeForMember } from '../auth/scope';
import { z } from 'zod';
import { type LiveEvents, liveNamespace, type LiveRequests, type WorkKind } from '../contracts/live-feed';
import { AppError, toAppError } from '../lib/app-error';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import { Editors } from './editors';

export interface LiveFeed {
  tell(workspaceId: string, change: Parameters<LiveEvents['conversation']>[0]): void;
  /** Work moved on in a workspace; null: for the whole installation. */
  tellWork(workspaceId: string | null, kind: WorkKind): void;
}

export interface LiveFeedOptions {
  readonly db: Database;
  readonly memberOf: (cookie: string) => Promise<string | null>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Work that moves on all the time is told this often. */
const workEveryMs = 500;
/** Everybody who watches some workspace. */
const watchersRoom = 'watchers';
const conversationRoom = (workspaceId: string, conversationId: string) => `conversation ${workspaceId} ${conversationId}`;

const place = z.object({ agentId: z.string().max(100), branchId: z.string().max(100), hasChanges: z.boolean() });

/** Pushes what happens to conversations to the signed-in members who watch their workspace, and who else edits an agent to those who edit it. */
export function attachLiveFeed(io: Server, { db, memberOf, clock, log }: LiveFeedOptions): LiveFeed {
  const namespace: Namespace<LiveRequests, LiveEvents> = io.of(liveNamespace);
  const editors = new Editors(namespace as Namespace<object, LiveEvents>);
  namespace.on('connection', (socket) => {
    const scopeIn = async (workspace: string) => {
      const userId = await memberOf(socket.handshake.headers.cookie ?? '');
      // The id is looked up from the membership: a name or id from the client opens no room by itself.
      return userId === null ? null : scopeForMember(db, userId, workspace);
    };
    const refuse = (answer: (problem: string) => void) => (error: unknown) => {
      const { code, publicMessage } = toAppError(error);
      if (code === 'internal') log.error({ err: error }, 'the live feed could not be opened');
      answer(publicMessage);
    };
    socket.on('edit', (workspace, what, answer) => {
      const edited = place.safeParse(what).data;
      if (typeof workspace !== 'string' || edited === undefined || typeof answer !== 'function') return;
      void (async () => {
        const scope = await scopeIn(workspace);
        if (scope === null) return answer('Sign in first.');
        scope.may('agents:write');
        const { actor, workspaceId } = scope;
        editors.enter(socket.id, workspaceId, edited, { person: { id: actor.id, name: actor.name }, hasChanges: edited.hasChanges });
        answer(null);
      })().catch(refuse(answer));
    });
    socket.on('saved', () => editors.saved(socket.id));
    socket.on('disconnect', () => editors.leave(socket.id));
    socket.on('watch', (workspace, answer) => {
      if (typeof workspace !== 'string' || typeof answer !== 'function') return;
      void (async () => {
        const scope = await scopeIn(workspace);
        if (scope === null) return answer('Sign in first.');
        scope.may('conversations:read');
        await socket.join([scope.workspaceId, watchersRoom]);
        answer(null);
      })().catch(refuse(answer));
    });
    socket.on('watchConversation', (workspace, conversationId, answer) => {
      if (typeof workspace !== 'string' || typeof conversationId !== 'string' || typeof answer !== 'function') return;
      void (async () => {
        const scope = await scopeIn(workspace);
        if (scope === null) return answer('Sign in first.');
        scope.may('conversations:read');
        const conversation = await scope.db.conversation.findFirst({ where: { id: conversationId }, select: { id: true } });
        if (conversation === null) throw new AppError('not_found', 'This conversation was not found.');
        await socket.join(conversationRoom(scope.workspaceId, conversation.id));
        answer(null);
      })().catch(refuse(answer));
    });
  });
  return {
    tell(workspaceId, change) {
      const room = change.kind === 'updated' ? conversationRoom(workspaceId, change.conversationId) : workspaceId;
      namespace.to(room).emit('conversation', change);
    },
    tellWork: nowAndThen(clock, (workspaceId, kind) => namespace.to(workspaceId ?? watchersRoom).emit('work', kind)),
  };
}

/** Tells the first time at once, and what follows together once the time is over. */
function nowAndThen(clock: Clock, tell: LiveFeed['tellWork']): LiveFeed['tellWork'] {
  /** Whether there was more since it was told. */
  const told = new Map<string, boolean>();
  const tellWork: LiveFeed['tellWork'] = (workspaceId, kind) => {
    const key = `${workspaceId ?? ''} ${kind}`;
    if (told.has(key)) return void told.set(key, true);
    tell(workspaceId, kind);
    told.set(key, false);
    clock.after(workEveryMs, () => {
      const hasMore = told.get(key) === true;
      told.delete(key);
      if (hasMore) tellWork(workspaceId, kind);
    });
  };
  return tellWork;
}
