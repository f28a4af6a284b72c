import { type Database, scopeForMember, type WorkspaceScope } from '../auth/scope';
import type { SupervisorCommand } from '../contracts/supervision';
import { noteIntervention, superviseConversation } from '../domain/conversations/monitor-conversation';
import { asSeen } from '../domain/privacy/as-seen';
import { AppError } from '../lib/app-error';
import type { Clock } from '../lib/clock';
import type { Logger } from '../lib/logger';
import type { ConversationEventFrame } from '../voice/frames';
import type { CallsElsewhere } from './calls-elsewhere';
import type { LiveConversations } from './live-conversations';
import type { LiveLine, LiveSpeaker } from './live-line';

/** Who took over and is gone for so long has left the call to the agent: a caller must not talk to nobody. */
const missedAfterMs = 15_000;

export interface SupervisionOptions {
  readonly db: Database;
  readonly live: LiveConversations;
  readonly elsewhere: CallsElsewhere;
  readonly clock: Clock;
  readonly log: Logger;
  /** The person a session cookie belongs to. */
  readonly memberOf: (cookie: string) => Promise<string | null>;
}

/** Lets members of a workspace see the conversations that run, and listen to, whisper to, take over, speak into and end those that run here. */
export class Supervision {
  readonly #options: SupervisionOptions;

  constructor(options: SupervisionOptions) {
    this.#options = options;
  }

  /** Throws `unauthenticated`, `forbidden`, `not_found`. */
  async overview({ cookie, workspace }: { readonly cookie: string; readonly workspace: string }) {
    const scope = await this.#reader({ cookie, workspace });
    const { live, elsewhere } = this.#options;
    const { workspaceId } = scope;
    return {
      calls: () => [...live.linesOf(workspaceId).map(({ call }) => call), ...elsewhere.of(workspaceId)].map((call) => asSeen(scope, call)),
      revision: () => `${live.revisionOf(workspaceId)} ${elsewhere.revision}`,
      mayStay: () => this.#mayStay(scope, { cookie, workspace }),
      leave: elsewhere.look(workspaceId),
    };
  }

  /** Throws `unauthenticated`, `forbidden`, `not_found`. */
  async join(request: { readonly cookie: string; readonly workspace: string; readonly conversationId: string; readonly ip: string | undefined }) {
    const scope = await this.#reader(request);
    const line = this.#options.live.line(request.conversationId);
    // Of another workspace's conversation nothing is told, not even that it runs.
    if (line === undefined || line.about.workspaceId !== scope.workspaceId) {
      const place = await this.#options.elsewhere.find(scope.workspaceId, request.conversationId);
      if (place === null) throw new AppError('not_found', 'This conversation does not run any more.');
      if (place.url === null)
        throw new AppError('conflict', 'This conversation runs on another voice server that this one cannot reach: it is in the list, and that is all.');
      return { elsewhere: place.url };
    }
    await superviseConversation(scope, request.conversationId);
    const { id, name } = scope.actor;
    const left = line.come(id);
    let onSilenced = () => undefined as void;
    const who: LiveSpeaker = { member: { id, name }, silenced: () => onSilenced() };
    return {
      memberId: id,
      isTextOnly: line.about.isTextOnly,
      mayIntervene: scope.can('conversations:write'),
      mayListen: !line.about.isTextOnly && scope.masks.length === 0,
      now: () => asSeen(scope, line.call),
      revision: () => line.revision,
      mayStay: () => this.#mayStay(scope, request),
      maySpeak: () => this.#may('conversations:write', request),
      watch: (watcher: Parameters<LiveLine['watchToTheEnd']>[0]) =>
        line.watchToTheEnd(scope.masks.length === 0 ? watcher : (event) => watchMasked(scope, event, watcher)),
      listen: (listener: Parameters<LiveLine['listen']>[0]) => line.listen(listener, who),
      // Proven anew each time: a role may have changed since the call was opened.
      command: async (command: SupervisorCommand) => carryOut(await this.#reader(request), line, command),
      speak: async (silenced: () => void) => {
        const speaking = await this.#reader(request);
        speaking.may('conversations:write');
        line.mayBeSpokenIntoBy(who);
        await line.onceATakeover(() => noteIntervention(speaking, line.about.conversationId, 'speak'));
        line.speak(who);
        onSilenced = silenced;
        return { put: (pcm: Int16Array) => line.voice(who, pcm), stop: () => line.hush(who) };
      },
      leave: () => {
        line.hush(who);
        left();
        this.#watchForReturn(scope, line);
      },
    };
  }

  /** A page that is loaded anew is back in time; whoever is not has left the caller with nobody. */
  #watchForReturn(scope: WorkspaceScope, line: LiveLine): void {
    const { id } = scope.actor;
    if (line.call.takenOverBy?.id !== id || line.isPresent(id)) return;
    this.#options.clock.after(missedAfterMs, () => {
      const { conversationId } = line.about;
      if (this.#options.live.line(conversationId) !== line || line.call.takenOverBy?.id !== id || line.isPresent(id)) return;
      line.put({ kind: 'takeover', isActive: false });
      noteIntervention(scope, conversationId, 'left').catch((error: unknown) =>
        this.#options.log.warn({ err: error }, 'that a supervisor left a call could not be noted'),
      );
    });
  }

  async #reader({ cookie, workspace, ip }: { readonly cookie: string; readonly workspace: string; readonly ip?: string | undefined }): Promise<WorkspaceScope> {
    const userId = await this.#options.memberOf(cookie);
    if (userId === null) throw new AppError('unauthenticated', 'Sign in first.');
    const scope = await scopeForMember(this.#options.db, userId, workspace, { ip });
    scope.may('conversations:read');
    return scope;
  }

  /** As `#may`; also false when more or less of it is masked by now: who comes back sees what they may. */
  async #mayStay(scope: WorkspaceScope, member: { readonly cookie: string; readonly workspace: string }): Promise<boolean> {
    return this.#may('conversations:read', member, (now) => now.masks.length === scope.masks.length);
  }

  /** False only for a refusal: a database that is away for a moment ends nobody's watch. */
  async #may(
    permission: 'conversations:read' | 'conversations:write',
    member: { readonly cookie: string; readonly workspace: string },
    isAsBefore: (now: WorkspaceScope) => boolean = () => true,
  ): Promise<boolean> {
    try {
      const now = await this.#reader(member);
      return now.can(permission) && isAsBefore(now);
    } catch (error) {
      if (error instanceof AppError) return false;
      throw error;
    }
  }
}

/** Words that are not finished are kept back: what they are is seen by their form. */
function watchMasked(scope: WorkspaceScope, event: ConversationEventFrame | null, watcher: (event: ConversationEventFrame | null) => void): void {
  if (event?.kind === 'transcription-partial' || (event?.kind === 'response-text' && !event.isFinal)) return;
  watcher(asSeen(scope, event));
}

async function carryOut(scope: WorkspaceScope, line: LiveLine, command: SupervisorCommand): Promise<void> {
  if (command.kind === 'say' && !line.call.isTakenOver) throw new AppError('conflict', 'Take the conversation over first.');
  if (command.kind === 'takeover' && command.isActive) line.mayBeTakenOverBy(scope.actor);
  await noteIntervention(scope, line.about.conversationId, command.kind === 'takeover' && !command.isActive ? 'give-back' : command.kind);
  switch (command.kind) {
    case 'end':
      return line.end('ended-by-member', 'ended by a supervisor');
    case 'whisper':
      return line.put({ kind: 'context-update', text: command.text, contextId: null });
    case 'takeover':
      return command.isActive ? line.takeOver(scope.actor) : line.put({ kind: 'takeover', isActive: false });
    case 'say':
      return line.put({ kind: 'agent-words', text: command.text });
  }
}
