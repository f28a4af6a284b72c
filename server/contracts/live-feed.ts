import type { Permission } from './roles';

/** Live feed for signed-in members, namespace `/live`; join a workspace room with `watch`. */
export const liveNamespace = '/live';

/** What goes on behind the pages, by the part of the dashboard that shows it. */
export const workKinds = ['tests', 'webhooks', 'knowledge', 'models'] as const;
export type WorkKind = (typeof workKinds)[number];

/** What can be changed, as the audit log names it, and who may know of it: who may read it. All else is told to readers of the audit log. */
export const readersOfChanges = {
  agent: 'agents:read',
  test: 'agents:read',
  'test-folder': 'agents:read',
  'test-invocation': 'agents:read',
  voice: 'agents:read',
  'auth-connection': 'secrets:read',
  conversation: 'conversations:read',
  'conversation-tag': 'conversations:read',
  transcript: 'conversations:read',
  knowledge: 'knowledge:read',
  tool: 'tools:read',
  'mcp-server': 'tools:read',
  'environment-variable': 'tools:read',
  secret: 'secrets:read',
  credential: 'credentials:read',
  'api-key': 'api-keys:read',
  'service-account': 'api-keys:read',
  member: 'members:read',
  invitation: 'members:read',
  group: 'members:read',
  workspace: 'workspace:read',
  webhook: 'webhooks:read',
} as const satisfies Readonly<Record<string, Permission>>;

export interface Changed {
  /** One of `readersOfChanges`, or another of the audit log. */
  readonly kind: string;
  readonly id: string;
}

export interface LiveEvents {
  /** `updated` goes to those who watch this one conversation. */
  conversation(change: {
    readonly conversationId: string;
    readonly agentId: string;
    readonly status: string;
    readonly kind: 'started' | 'updated' | 'ended';
  }): void;
  /** Some work of this kind has begun, come further or ended; at most twice a second. */
  work(kind: WorkKind): void;
  /** Something was changed and is committed; to those who may read it. */
  changed(what: Changed): void;
  /** Something may have gone by untold: what is shown is to be read anew. */
  missed(): void;
  /** Who else has this branch open in the editor; to those who have. */
  editors(now: EditorsNow): void;
  /** Somebody else has saved this branch. */
  agentSaved(where: { readonly agentId: string; readonly branchId: string }): void;
}

export interface EditorsNow {
  readonly agentId: string;
  readonly branchId: string;
  readonly people: readonly { readonly id: string; readonly name: string; readonly hasChanges: boolean }[];
}

/** What a page of the dashboard says on the live feed. Answers are `null`, or what stood in the way. */
export interface LiveRequests {
  watch(workspace: string, answer: (problem: string | null) => void): void;
  /** What is said in one conversation, beside what `watch` tells. */
  watchConversation(workspace: string, conversationId: string, answer: (problem: string | null) => void): void;
  /** Sent again whenever `hasChanges` changes. */
  edit(
    workspace: string,
    what: { readonly agentId: string; readonly branchId: string; readonly hasChanges: boolean },
    answer: (problem: string | null) => void,
  ): void;
  /** What is edited was saved. */
  saved(): void;
}
