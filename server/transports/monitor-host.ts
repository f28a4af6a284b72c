import type { ConversationEventFrame } from '../voice/frames';

/** What a monitor may ask of the conversation it watches. */
export type MonitorCommand =
  | { readonly kind: 'end-call' }
  | { readonly kind: 'transfer-to-number'; readonly phoneNumber: string }
  | { readonly kind: 'contextual-update'; readonly text: string }
  | { readonly kind: 'takeover'; readonly isActive: boolean }
  | { readonly kind: 'human-message'; readonly text: string };

export interface MonitoredConversation {
  readonly isTextOnly: boolean;
  /** Types of events the agent lets monitors see; empty: all that are text. */
  readonly events: readonly string[];
  /** Tells the recent past, then everything as it happens; the answer stops it. */
  watch(watcher: (event: ConversationEventFrame) => void): () => void;
  /** Throws `AppError` when it cannot be done. */
  command(command: MonitorCommand): Promise<void>;
}

/** What the monitor socket needs to know of the rest of the server. `join` throws `AppError`. */
export interface MonitorHost {
  join(request: { readonly conversationId: string; readonly key: string; readonly ip: string | undefined }): Promise<MonitoredConversation>;
}
