export type ModelMessage =
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ModelToolCall[] }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly toolName: string; readonly content: string; readonly isError: boolean };

export interface ModelToolCall {
  readonly id: string;
  readonly name: string;
  /** Arguments as the JSON text the model wrote; checked against the schema before anything runs. */
  readonly argumentsJson: string;
}

export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Record<string, unknown>;
}

export interface GenerateRequest {
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  readonly temperature?: number;
  /** Absent: the model's own limit. */
  readonly maxTokens?: number;
  readonly language: string;
  /** Text the built-in answerer may look things up in; other models get it in the system message already. */
  readonly knowledge?: readonly KnowledgePassage[];
  readonly extraBody?: Record<string, unknown>;
  readonly signal: AbortSignal;
}

export interface KnowledgePassage {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export type ModelPart =
  | { readonly kind: 'text-delta'; readonly text: string }
  | { readonly kind: 'tool-call'; readonly call: ModelToolCall }
  /** What the model's server says beside the answer, for the participant's program. */
  | { readonly kind: 'metadata'; readonly metadata: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'finished';
      readonly reason: 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other';
      readonly usage?: { readonly inputTokens?: number; readonly outputTokens?: number; readonly cachedInputTokens?: number };
    };

export interface LanguageModelProvider {
  readonly id: string;
  generate(request: GenerateRequest): AsyncIterable<ModelPart>;
}
