import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import type { AgentConfig, DynamicVariables } from '../../contracts/agent-config';
import type { ConversationEvent, TranscriptItem } from '../../contracts/conversation';
import type { LanguageModelProvider } from '../../providers/spec/language-model';
import type { Judge } from './judge';

/** A judge for an agent's conversations: the named model where it is set up, else the installation's, else rules. */
export type JudgeOf = (scope: WorkspaceScope, config: AgentConfig, llm: string | undefined) => Promise<Judge>;

export interface MockedAnswer {
  readonly result: string;
  readonly isError: boolean;
}

/** What a call is answered with instead of being made; undefined lets it be made. */
export type ToolMock = (call: { readonly toolName: string; readonly parameters: Readonly<Record<string, unknown>> }) => Promise<MockedAnswer | undefined>;

export interface TrialOptions {
  readonly agent: { readonly id: string; readonly name: string };
  readonly config: AgentConfig;
  /** What was said before the trial begins. */
  readonly past: readonly TranscriptItem[];
  readonly variables: DynamicVariables;
  readonly mock: ToolMock;
  /** What the participant says next, or null to end the conversation. */
  nextUserTurn(soFar: readonly TranscriptItem[]): Promise<string | null>;
  /** Hears each item of the transcript as it is added. */
  onItem?(item: TranscriptItem): void;
  readonly signal: AbortSignal;
}

export interface Trial {
  /** What was said and called, without what was there before. */
  readonly transcript: readonly TranscriptItem[];
  readonly events: readonly ConversationEvent[];
  /** Nodes of the workflow that the conversation came to, in order. */
  readonly enteredNodes: readonly string[];
  readonly endReason: string;
  readonly endDetail: string;
}

/** Talks with agents by text through their real pipeline, and judges conversations. Where there is none (the web process), this is left to jobs. */
export interface AgentLab {
  readonly judgeOf: JudgeOf;
  /** A model that can play a participant; null when none is set up. */
  modelOf(scope: WorkspaceScope, config: AgentConfig, llm: string | undefined): Promise<LanguageModelProvider | null>;
  tryOut(scope: WorkspaceScope, options: TrialOptions): Promise<Trial>;
}

/** Throws `not_configured` in a process that has none. */
export function labOf(services: { readonly lab?: AgentLab }): AgentLab {
  if (services.lab === undefined) throw new AppError('not_configured', 'Agents cannot be tried out in this process.');
  return services.lab;
}
