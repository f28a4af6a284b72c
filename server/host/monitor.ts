import { type Database, scopeForApiKey, type WorkspaceScope } from '../auth/scope';
import { isBeginning, monitorConversation, noteIntervention } from '../domain/conversations/monitor-conversation';
import { AppError } from '../lib/app-error';
import type { Clock } from '../lib/clock';
import { delay } from '../lib/wait';
import type { ConversationEventFrame } from '../voice/frames';
import type { LiveConversations } from './live-conversations';
import type { LiveLine } from './live-line';

const transferDeadlineMs = 60_000;
const beginsWithinMs = 2_000;
const lookAgainMs = 100;

export type MonitorCommand =
  | { readonly kind: 'end-call' }
  | { readonly kind: 'transfer-to-number'; readonly phoneNumber: string }
  | { readonly kind: 'contextual-update'; readonly text: string }
  | { readonly kind: 'takeover'; readonly isActive: boolean }
  | { readonly kind: 'human-message'; readonly text: string };

/** Lets holders of a key watch conversations that run here, and speak into them. */
export class Monitor {
  readonly #db: Database;
  readonly #live: LiveConversations;
  readonly #clock: Clock;

  constructor(db: Database, live: LiveConversations, clock: Clock) {
    this.#db = db;
    this.#live = live;
    this.#clock = clock;
  }

  /** Throws `invalid_api_key`, `forbidden`, `not_found`. */
  async join({ conversationId, key, ip }: { readonly conversationId: string; readonly key: string; readonly ip: string | undefined }) {
    const scope = await scopeForApiKey(this.#db, key, { ip });
    const line = this.#live.line(conversationId) ?? (await this.#beginning(scope, conversationId));
    // Of another workspace's conversation nothing is told, not even that it runs.
    if (line === undefined || line.about.workspaceId !== scope.workspaceId)
      throw new AppError('not_found', `Conversation ${conversationId} is not running here.`);
    const { conversation } = line.about.config.conversationConfig;
    if (!conversation.monitoringEnabled)
      throw new AppError('forbidden', 'Monitoring is switched off for this agent: set conversation_config.conversation.monitoring_enabled.');
    await monitorConversation(scope, conversationId);
    return {
      isTextOnly: line.about.isTextOnly,
      events: conversation.monitoringEvents,
      watch: (watcher: (event: ConversationEventFrame) => void) => line.watch(watcher),
      command: (command: MonitorCommand) => carryOut(scope, line, command),
    };
  }

  /** Its client knows a conversation's id before the conversation runs. */
  async #beginning(scope: WorkspaceScope, conversationId: string): Promise<LiveLine | undefined> {
    const until = this.#clock.nowMs() + beginsWithinMs;
    while (await isBeginning(scope, conversationId)) {
      const line = this.#live.line(conversationId);
      if (line !== undefined || this.#clock.nowMs() > until) return line;
      await delay(this.#clock, lookAgainMs);
    }
    return undefined;
  }
}

async function carryOut(scope: WorkspaceScope, line: LiveLine, command: MonitorCommand): Promise<void> {
  const { conversationId, isTextOnly, phone } = line.about;
  if (command.kind === 'takeover' && !isTextOnly) throw new AppError('not_supported', 'A person can take over text conversations only.');
  if (command.kind === 'transfer-to-number' && phone === null) throw new AppError('not_supported', 'This conversation is on no phone line.');
  await noteIntervention(scope, conversationId, command.kind);
  switch (command.kind) {
    case 'end-call':
      return line.end('ended-by-member', 'ended by a monitor');
    case 'contextual-update':
      return line.put({ kind: 'context-update', text: command.text, contextId: null });
    case 'takeover':
      return line.put({ kind: 'takeover', isActive: command.isActive });
    case 'human-message':
      return line.put({ kind: 'agent-words', text: command.text });
    case 'transfer-to-number':
      return phone?.transfer(
        {
          destination: { kind: 'phone', address: command.phoneNumber },
          kind: 'blind',
          condition: '',
          sipHeaders: {},
          postDialDigits: '',
          agentMessage: '',
        },
        AbortSignal.timeout(transferDeadlineMs),
      );
  }
}
