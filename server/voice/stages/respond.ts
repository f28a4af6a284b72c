import type { KnowledgePassage, LanguageModelProvider, ModelMessage, ModelToolCall } from '../../providers/spec/language-model';
import type { ToolOutcome, ToolRunner } from './run-tools';

/** After so many rounds of tool calls the model has to answer without more. */
const maxToolRounds = 5;

export interface RespondOptions {
  readonly responseId: number;
  readonly messages: readonly ModelMessage[];
  readonly languageModel: LanguageModelProvider;
  readonly tools: ToolRunner;
  readonly temperature: number;
  readonly maxTokens: number | undefined;
  readonly language: string;
  readonly knowledge: readonly KnowledgePassage[];
  readonly extraBody: Record<string, unknown> | undefined;
  readonly signal: AbortSignal;
  readonly onFirstToken: () => void;
  /** Awaited before a tool runs: a draft must not do anything in the world. */
  readonly beforeTools: () => Promise<void>;
  readonly onEffect: (effect: NonNullable<ToolOutcome['effect']>) => void;
}

/** The agent's words for a turn as the model writes them; runs the tools it asks for in between. */
export async function* respond(options: RespondOptions): AsyncGenerator<string, void, void> {
  const { signal, tools } = options;
  const messages = [...options.messages];
  let isFirst = true;
  for (let round = 0; ; round++) {
    const calls: ModelToolCall[] = [];
    let said = '';
    const parts = options.languageModel.generate({
      messages,
      tools: round < maxToolRounds ? tools.definitions() : [],
      temperature: options.temperature,
      ...(options.maxTokens === undefined ? {} : { maxTokens: options.maxTokens }),
      ...(options.extraBody === undefined ? {} : { extraBody: options.extraBody }),
      language: options.language,
      knowledge: options.knowledge,
      signal,
    });
    for await (const part of parts) {
      signal.throwIfAborted();
      if (isFirst && part.kind !== 'finished') {
        isFirst = false;
        options.onFirstToken();
      }
      if (part.kind === 'text-delta') {
        said += part.text;
        yield part.text;
        signal.throwIfAborted();
      }
      if (part.kind === 'tool-call') calls.push(part.call);
    }
    if (calls.length === 0) return;
    // The words before a tool and those after it are separate sentences, whatever the model put between them.
    if (said !== '' && !/\s$/u.test(said)) yield ' ';
    messages.push({ role: 'assistant', content: said, toolCalls: calls });
    let isOver = false;
    await options.beforeTools();
    for (const call of calls) {
      const outcome = await tools.run(call, options.responseId);
      messages.push({ role: 'tool', toolCallId: call.id, toolName: call.name, content: outcome.result, isError: outcome.isError });
      if (outcome.effect === null) continue;
      if (outcome.effect.kind === 'end-call' && said.trim() === '' && outcome.effect.farewell !== '') yield outcome.effect.farewell;
      options.onEffect(outcome.effect);
      isOver = true;
    }
    signal.throwIfAborted();
    if (isOver) return;
  }
}
