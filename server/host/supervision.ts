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
    const { workspaceId } = await this.#reader({ cookie, workspace });
    const { live } = this.#options;
    return {
      calls: () => live.linesOf(workspaceId).map((line) => line.call),
      revision: () => live.revisionOf(workspaceId),
      mayStay: () => this.#mayRead({ cookie, workspace }),
    };
  }

  /** Throws `unauthenticated`, `forbidden`, `not_found`. */
  async join(request: { readonly cookie: string; readonly workspace: string; readonly conversationId: string; readonly ip: string | undefined }) {
    const scope = await this.#reader(request);
    const line = this.#options.live.line(request.conversationId);
    // Of another workspace's conversation nothing is told, not even that it runs.
    if (line === undefined || line.about.workspaceId !== scope.workspaceId) throw new AppError('not_found', 'This conversation does not run any more.');
    await superviseConversation(scope, request.conversationId);
    return {
      isTextOnly: line.about.isTextOnly,
      mayIntervene: scope.can('conversations:write'),
      now: () => line.call,
      revision: () => line.revision,
      mayStay: () => this.#mayRead(request),
      watch: (watcher: Parameters<LiveLine['watchToTheEnd']>[0]) => line.watchToTheEnd(watcher),
      listen: (listener: Parameters<LiveLine['listen']>[0]) => line.listen(listener),
      // Proven anew each time: a role may have changed since the call was opened.
      command: async (command: SupervisorCommand) => carryOut(await this.#reader(request), line, command),
    };
  }

  async #reader({ cookie, workspace, ip }: { readonly cookie: string; readonly workspace: string; readonly ip?: string | undefined }): Promise<WorkspaceScope> {
    const userId = await this.#options.memberOf(cookie);
    if (userId === null) throw new AppError('unauthenticated', 'Sign in first.');
    const scope = await scopeForMember(this.#options.db, userId, workspace, { ip });
    scope.may('conversations:read');
    return scope;
  }

  /** False only for a refusal: a database that is away for a moment ends nobody's watch. */
  async #mayRead(member: { readonly cookie: string; readonly workspace: string }): Promise<boolean> {
    try {
      await this.#reader(member);
      return true;
    } catch (error) {
      if (error instanceof AppError) return false;
      throw error;
    }
  }
}

async function carryOut(scope: WorkspaceScope, line: LiveLine, command: SupervisorCommand): Promise<void> {
  if (command.kind === 'say' && !line.call.isTakenOver) throw new AppError('conflict', 'Take the conversation over first.');
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
