import type { Namespace, Server } from 'socket.io';
import type { Database } from '../auth/scope';
import { scopeForMember } from '../auth/scope';
import { z } from 'zod';
import { type LiveEvents, liveNamespace, type LiveRequests } from '../contracts/live-feed';
import { toAppError } from '../lib/app-error';
import type { Logger } from '../lib/logger';
import { Editors } from './editors';

export interface LiveFeed {
  tell(workspaceId: string, change: Parameters<LiveEvents['conversation']>[0]): void;
}

export interface LiveFeedOptions {
  readonly db: Database;
  readonly memberOf: (cookie: string) => Promise<string | null>;
  readonly log: Logger;
}

const place = z.object({ agentId: z.string().max(100), branchId: z.string().max(100), hasChanges: z.boolean() });

/** Pushes what happens to conversations to the signed-in members who watch their workspace, and who else edits an agent to those who edit it. */
export function attachLiveFeed(io: Server, { db, memberOf, log }: LiveFeedOptions): LiveFeed {
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
        await socket.join(scope.workspaceId);
        answer(null);
      })().catch(refuse(answer));
    });
  });
  return { tell: (workspaceId, change) => namespace.to(workspaceId).emit('conversation', change) };
}
