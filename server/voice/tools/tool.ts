import type { DynamicVariables } from '../../contracts/agent-config';
import type { ModelTool } from '../../providers/spec/language-model';
import type { ToolType } from '../frames';
import type { OverlapPolicyName } from '../turn/overlap-policy';

/** When a call runs: as soon as the model asks, once the words before it were heard, or beside the conversation. */
export type ToolTiming = 'immediate' | 'post-tool-speech' | 'async';
/** Whether something is said before a call: always, when it takes long and the model said nothing, never by us. */
export type PreToolSpeech = 'auto' | 'force' | 'off';

/** What a call asks of the conversation itself. */
export type ToolEffect =
  /** What comes next was planned already. */
  | { readonly kind: 'go-on' }
  | { readonly kind: 'skip-turn' }
  /** The farewell is said unless the model said something itself, or always. */
  | { readonly kind: 'end-call'; readonly detail: string; readonly farewell: string; readonly isAlwaysSaid?: boolean }
  | { readonly kind: 'switch-language'; readonly language: string }
  | { readonly kind: 'transfer-agent'; readonly transfer: AgentTransfer };

export interface ToolOutcome {
  readonly result: string;
  readonly isError: boolean;
  readonly effect: ToolEffect | null;
}

/** A tool that runs on our side. */
export interface ServerTool {
  readonly definition: ModelTool;
  readonly toolType: Exclude<ToolType, 'client' | 'workflow'>;
  readonly timing: ToolTiming;
  /** Changes something in the world: it never runs for a draft, nor starts once its response was stopped. */
  readonly hasSideEffects: boolean;
  readonly preToolSpeech: PreToolSpeech;
  /** While it runs the participant's speech does not stop the agent; `turn`: nor for the rest of that response. */
  readonly disablesInterruptions: boolean | 'turn';
  readonly timeoutMs: number;
  /** In force while it runs instead of the agent's own. */
  readonly overlapPolicy?: OverlapPolicyName;
  /** Runs only once the participant agreed, who has so long for it. */
  readonly needsApproval?: { readonly timeoutMs: number };
  /** The server of others that stands behind it. */
  readonly origin?: ToolOrigin;
  run(call: ServerToolCall, signal: AbortSignal): Promise<ServerToolAnswer>;
}

/** For whoever is shown a call: which tool of which MCP server it is. */
export interface ToolOrigin {
  readonly serverId: string;
  readonly toolName: string;
  readonly description: string;
}

export interface ServerToolCall {
  readonly toolCallId: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** As they stand at the time of the call, secret ones included. */
  readonly variables: Readonly<DynamicVariables>;
}

export interface ServerToolAnswer {
  /** What the model is told. */
  readonly result: string;
  readonly isError: boolean;
  /** Dynamic variables that the result sets. */
  readonly assigns?: DynamicVariables;
  readonly effect?: ToolEffect;
}

/** A client tool of the agent: the participant's own program runs it. */
export interface ClientTool {
  readonly definition: ModelTool;
  readonly expectsResponse: boolean;
  readonly timeoutMs: number;
  /** What of the program's answer the model is told, and what variables it sets; absent: all of it, and none. */
  readonly read?: (answer: string) => Pick<ServerToolAnswer, 'result' | 'assigns'>;
  readonly timing?: ToolTiming;
  readonly preToolSpeech?: PreToolSpeech;
  readonly disablesInterruptions?: boolean | 'turn';
  readonly overlapPolicy?: OverlapPolicyName;
}

/** A tool of any kind, ready to run. */
export interface RunnableTool {
  readonly toolType: ToolType;
  readonly timing: ToolTiming;
  readonly hasSideEffects: boolean;
  readonly preToolSpeech: PreToolSpeech;
  readonly disablesInterruptions: boolean | 'turn';
  readonly overlapPolicy: OverlapPolicyName | null;
  readonly timeoutMs: number;
  readonly approvalMs: number | null;
  readonly expectsResponse: boolean;
  readonly origin?: ToolOrigin | null;
  /** What is said before it runs; empty: nothing. */
  wordsBefore(parameters: Readonly<Record<string, unknown>>): string;
  execute(call: ServerToolCall, signal: AbortSignal): Promise<ServerToolAnswer>;
}

/** Another agent that may go on with the conversation. */
export interface AgentTransfer {
  readonly agentId: string;
  readonly branchId: string | null;
  readonly condition: string;
  readonly delayMs: number;
  /** Said by the agent that hands over; empty: nothing. */
  readonly transferMessage: string;
  readonly saysFirstMessage: boolean;
}
