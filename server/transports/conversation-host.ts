import type { AgentConfig, DynamicVariables } from '../contracts/agent-config';
import type { Transport } from '../voice/transport';

/** How the caller shows that it may talk to the agent. */
export type CallerProof =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-url'; readonly signature: string }
  | { readonly kind: 'api-key'; readonly key: string }
  /** The `Cookie` header of a page of ours; a caller who is no member counts as public. */
  | { readonly kind: 'cookie'; readonly cookie: string };

/** A whole agent that the caller brings, in the public API's words. */
export interface BroughtAgent {
  readonly agent: Record<string, unknown>;
  /** Parts of a document, laid over it one after the other. */
  readonly overrides: readonly Record<string, unknown>[];
  readonly tools: readonly Record<string, unknown>[];
  /** Texts it knows instead of its documents; null: its documents. */
  readonly knowledge: readonly string[] | null;
  readonly transcriptionWebhook?: BroughtWebhook | undefined;
  readonly audioWebhook?: BroughtWebhook | undefined;
}

export interface BroughtWebhook {
  readonly url: string;
  readonly secret?: string | undefined;
}

export interface ConversationRequest {
  /** Of no meaning where an agent is brought. */
  readonly agentId: string;
  readonly brought?: BroughtAgent | undefined;
  readonly versionId?: string | undefined;
  readonly branchId?: string | undefined;
  readonly proof: CallerProof;
  readonly origin?: string | undefined;
  readonly ip?: string | undefined;
  readonly source: string;
  readonly sourceVersion?: string | undefined;
  readonly userId?: string | undefined;
  /** Which values of environment variables tools use; absent: production's. */
  readonly environment?: string | undefined;
  /** In camelCase, in the shape of `conversationConfig`. */
  readonly overrides?: Record<string, unknown> | undefined;
  readonly dynamicVariables?: DynamicVariables | undefined;
  /** Where in the agent's workflow to begin, and which of its procedures to follow; the agent must allow either. */
  readonly startingWorkflowNodeId?: string | undefined;
  readonly procedureIds?: readonly string[] | undefined;
  readonly extraBody?: Record<string, unknown> | undefined;
  /** What the caller sent, for the record. */
  readonly initiationData?: Record<string, unknown> | undefined;
}

/** A conversation that may begin; exactly one of `begin` and `abandon` is called. */
export interface AdmittedConversation {
  readonly conversationId: string;
  readonly agentName: string;
  readonly config: AgentConfig;
  readonly isTextOnly: boolean;
  readonly providers: { readonly speechToText: string; readonly languageModel: string; readonly textToSpeech: string };
  readonly notices: readonly string[];
  /** There when another conversation has to end first; `false`: it took too long. Throws the signal's reason. */
  readonly waitForPlace?: (signal: AbortSignal) => Promise<boolean>;
  /** What files say that the participant gave to this conversation. */
  files(fileIds: readonly string[]): Promise<readonly { readonly fileName: string; readonly text: string }[]>;
  /** Runs it; resolves when it is over and stored. */
  begin(transport: Transport): Promise<void>;
  abandon(detail: string): Promise<void>;
}

/** The one thing a transport needs to know of the rest of the server. `admit` throws `AppError`. */
export interface ConversationHost {
  admit(request: ConversationRequest): Promise<AdmittedConversation>;
}
