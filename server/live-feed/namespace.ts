import type { Namespace, Server, Socket } from 'socket.io';
import { z } from 'zod';
import type { Database, WorkspaceScope } from '../auth/scope';
import { scopeForMember } from '../auth/scope';
import { type LiveEvents, liveNamespace, type LiveRequests, readersOfChanges, type WorkKind, workKinds } from '../contracts/live-feed';
import type { Permission } from '../contracts/roles';
import { AppError, toAppError } from '../lib/app-error';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import type { Notices } from '../lib/notices';
import { Editors } from './editors';

export interface LiveFeed {
  tell(workspaceId: string, change: Parameters<LiveEvents['conversation']>[0]): void;
  /** Work moved on in a workspace; null: for the whole installation. */
  tellWork(workspaceId: string | null, kind: WorkKind): void;
}

export interface LiveFeedOptions {
  readonly db: Database;
  readonly memberOf: (cookie: string) => Promise<string | null>;
  readonly notices: Notices;
  readonly clock: Clock;
  readonly log: Logger;
}

type LiveSocket = Socket<LiveRequests, LiveEvents>;

/** Work that moves on all the time is told this often. */
const workEveryMs = 500;
/** Everybody who watches some workspace. */
const watchersRoom = 'watchers';
const conversationRoom = (workspaceId: string, conversationId: string) => `conversation ${workspaceId} ${conversationId}`;
/** Who watches a workspace and may read something in it. */
const readersRoom = (workspaceId: string, permission: Permission) => `${permission} ${workspaceId}`;
const readingPermissions = [...new Set<Permission>([...Object.values(readersOfChanges), 'audit-log:read'])];

const place = z.object({ agentId: z.string().max(100), branchId: z.string().max(100), hasChanges: z.boolean() });
const conversationNotice = z.object({
  workspaceId: z.string(),
  change: z.object({ conversationId: z.string(), agentId: z.string(), status: z.string(), kind: z.enum(['started', 'updated', 'ended']) }),
});
const workNotice = z.object({ workspaceId: z.string().nullable(), kind: z.enum(workKinds) });
const changedNotice = z.object({ workspaceId: z.string(), kind: z.string(), id: z.string() });

/**
 * Pushes what happens to conversations, and what is changed, to the signed-in members who watch their workspace, and who else edits an agent to
 * those who edit it: whichever process it happens in.
 */
export function attachLiveFeed(io: Server, { db, memberOf, notices, clock, log }: LiveFeedOptions): LiveFeed {
  const namespace: Namespace<LiveRequests, LiveEvents> = io.of(liveNamespace);
  const editors = new Editors(namespace as Namespace<object, LiveEvents>, notices);
  const scopeIn = async (socket: LiveSocket, workspace: string) => {
    const userId = await memberOf(socket.handshake.headers.cookie ?? '');
    // The id is looked up from the membership: a name or id from the client opens no room by itself.
    return userId === null ? null : scopeForMember(db, userId, workspace);
  };
  namespace.on('connection', (socket) => {
    const refuse = (answer: (problem: string) => void) => (error: unknown) => {
      const { code, publicMessage } = toAppError(error);
      if (code === 'internal') log.error({ err: error }, 'the live feed could not be opened');
      answer(publicMessage);
    };
    socket.on('edit', (workspace, what, answer) => {
      const edited = place.safeParse(what).data;
      if (typeof workspace !== 'string' || edited === undefined || typeof answer !== 'function') return;
      void (async () => {
        const scope = await scopeIn(socket, workspace);
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
        const scope = await scopeIn(socket, workspace);
        if (scope === null) return answer('Sign in first.');
        scope.may('conversations:read');
        await socket.join([scope.workspaceId, watchersRoom, ...readersRooms(scope)]);
        answer(null);
      })().catch(refuse(answer));
    });
    socket.on('watchConversation', (workspace, conversationId, answer) => {
      if (typeof workspace !== 'string' || typeof conversationId !== 'string' || typeof answer !== 'function') return;
      void (async () => {
        const scope = await scopeIn(socket, workspace);
        if (scope === null) return answer('Sign in first.');
        scope.may('conversations:read');
        const conversation = await scope.db.conversation.findFirst({ where: { id: conversationId }, select: { id: true } });
        if (conversation === null) throw new AppError('not_found', 'This conversation was not found.');
        await socket.join(conversationRoom(scope.workspaceId, conversation.id));
        answer(null);
      })().catch(refuse(answer));
    });
  });

  const push = (workspaceId: string, change: Parameters<LiveEvents['conversation']>[0]) => {
    const room = change.kind === 'updated' ? conversationRoom(workspaceId, change.conversationId) : workspaceId;
    namespace.to(room).emit('conversation', change);
  };
  const pushWork = (workspaceId: string | null, kind: WorkKind) => namespace.to(workspaceId ?? watchersRoom).emit('work', kind);
  const proveAgain = async (workspaceId: string) => {
    for (const socket of namespace.sockets.values()) {
      if (!socket.rooms.has(workspaceId)) continue;
      const scope = await scopeIn(socket, workspaceId).catch(refusedAsNull);
      if (scope === null || !scope.can('conversations:read')) {
        socket.disconnect(true);
        continue;
      }
      for (const permission of readingPermissions) if (!scope.can(permission)) await socket.leave(readersRoom(workspaceId, permission));
      await socket.join(readersRooms(scope));
    }
  };

  notices.on('conversation', (body) => {
    const { workspaceId, change } = conversationNotice.parse(body);
    push(workspaceId, change);
  });
  notices.on('work', (body) => {
    const { workspaceId, kind } = workNotice.parse(body);
    pushWork(workspaceId, kind);
  });
  notices.on('changed', (body) => {
    const { workspaceId, kind, id } = changedNotice.parse(body);
    const rooms = [readersRoom(workspaceId, readerOf(kind)), readersRoom(workspaceId, 'audit-log:read')];
    namespace.to(rooms).emit('changed', { kind, id });
    // Roles change, and people leave.
    if (kind === 'member') proveAgain(workspaceId).catch((error: unknown) => log.warn({ err: error }, 'those who watch could not be proven again'));
  });
  notices.onMissed(() => namespace.emit('missed'));

  return {
    tell(workspaceId, change) {
      push(workspaceId, change);
      notices.tell('conversation', { workspaceId, change });
    },
    tellWork: nowAndThen(clock, (workspaceId, kind) => {
      pushWork(workspaceId, kind);
      notices.tell('work', { workspaceId, kind });
    }),
  };
}

function readersRooms(scope: WorkspaceScope): string[] {
  return readingPermissions.filter((permission) => scope.can(permission)).map((permission) => readersRoom(scope.workspaceId, permission));
}

function readerOf(kind: string): Permission {
  return Object.hasOwn(readersOfChanges, kind) ? readersOfChanges[kind as keyof typeof readersOfChanges] : 'audit-log:read';
}

function refusedAsNull(error: unknown): null {
  if (error instanceof AppError) return null;
  throw error;
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
