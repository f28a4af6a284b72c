import { type Database, scopeForMember, type WorkspaceScope } from '../auth/scope';
import type { SupervisorCommand } from '../contracts/supervision';
import { noteIntervention, superviseConversation } from '../domain/conversations/monitor-conversation';
import { AppError } from '../lib/app-error';
import type { LiveConversations } from './live-conversations';
import type { LiveLine } from './live-line';

export interface SupervisionOptions {
  readonly db: Database;
  readonly live: LiveConversations;
  /** The person a session cookie belongs to. */
  readonly memberOf: (cookie: string) => Promise<string | null>;
}

/** Lets members of a workspace see the conversations that run here, listen, whisper, take over and end them. */
export class Supervision {
  readonly #options: SupervisionOptions;

  constructor(options: SupervisionOptions) {
    this.#options = options;
  }

  /** Throws `unauthenticated`, `forbidden`, `not_found`. */
  async overview({ cookie, workspace }: { readonly cookie: string; readonly workspace: string }) {
    const scope = await this.#scope(cookie, workspace);
    scope.may('conversations:read');
    const { live } = this.#options;
    return { calls: () => live.linesOf(scope.workspaceId).map((line) => line.call), revision: () => live.revisionOf(scope.workspaceId) };
  }

  /** Throws `unauthenticated`, `forbidden`, `not_found`. */
  async join(request: { readonly cookie: string; readonly workspace: string; readonly conversationId: string; readonly ip: string | undefined }) {
    const scope = await this.#scope(request.cookie, request.workspace, request.ip);
    scope.may('conversations:read');
    const line = this.#options.live.line(request.conversationId);
    // Of another workspace's conversation nothing is told, not even that it runs.
    if (line === undefined || line.about.workspaceId !== scope.workspaceId) throw new AppError('not_found', 'This conversation does not run any more.');
    await superviseConversation(scope, request.conversationId);
    return {
      isTextOnly: line.about.isTextOnly,
      mayIntervene: scope.can('conversations:write'),
      now: () => line.call,
      revision: () => line.revision,
      watch: (watcher: Parameters<LiveLine['watchToTheEnd']>[0]) => line.watchToTheEnd(watcher),
      listen: (listener: Parameters<LiveLine['listen']>[0]) => line.listen(listener),
      command: (command: SupervisorCommand) => carryOut(scope, line, command),
    };
  }

  async #scope(cookie: string, workspace: string, ip?: string): Promise<WorkspaceScope> {
    const userId = await this.#options.memberOf(cookie);
    if (userId === null) throw new AppError('unauthenticated', 'Sign in first.');
    return scopeForMember(this.#options.db, userId, workspace, { ip });
  }
}

async function carryOut(scope: WorkspaceScope, line: LiveLine, command: SupervisorCommand): Promise<void> {
  await noteIntervention(scope, line.about.conversationId, command.kind === 'takeover' && !command.isActive ? 'give-back' : command.kind);
  switch (command.kind) {
    case 'end':
      return line.end('ended-by-member', 'ended by a supervisor');
    case 'whisper':
      return line.put({ kind: 'context-update', text: command.text, contextId: null });
    case 'takeover':
      return line.put({ kind: 'takeover', isActive: command.isActive });
    case 'say':
      return line.put({ kind: 'agent-words', text: command.text });
  }
}
