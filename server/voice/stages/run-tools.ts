import type { Clock } from '../../lib/clock';
import { withDeadline } from '../../lib/wait';
import type { ModelTool, ModelToolCall } from '../../providers/spec/language-model';
import type { ConversationEventFrame } from '../frames';
import type { History } from '../history/history';

/** A client tool of the agent: the participant's own program runs it. */
export interface ClientTool {
  readonly definition: ModelTool;
  readonly expectsResponse: boolean;
  readonly timeoutMs: number;
}

export interface ToolOutcome {
  readonly result: string;
  readonly isError: boolean;
  /** What the call asks of the conversation itself. */
  readonly effect: { readonly kind: 'end-call'; readonly detail: string; readonly farewell: string } | { readonly kind: 'skip-turn' } | null;
}

/** System tools by name, with what the model is told of them. */
export const systemTools: Readonly<Record<'end_call' | 'skip_turn', ModelTool>> = {
  end_call: {
    name: 'end_call',
    description: 'Ends the call. Use it when the user says goodbye or asks to hang up, after a short farewell.',
    parameters: {
      type: 'object',
      properties: {
        reason: { type: 'string', description: 'Why the call ends.' },
        message: { type: 'string', description: 'The farewell, if it was not said yet.' },
      },
      required: ['reason'],
    },
  },
  skip_turn: {
    name: 'skip_turn',
    description: 'Stay silent and wait for the user, for example when they ask for a moment.',
    parameters: { type: 'object', properties: { reason: { type: 'string' } } },
  },
};

export interface ToolRunnerOptions {
  readonly systemToolNames: readonly string[];
  readonly clientTools: readonly ClientTool[];
  readonly history: History;
  readonly clock: Clock;
  readonly emit: (event: ConversationEventFrame) => void;
  /** Ends with the conversation, not with the response: a call that runs is let run. */
  readonly signal: AbortSignal;
}

/** Runs the calls of one conversation. Every call gets exactly one result, whatever becomes of the turn that asked for it. */
export class ToolRunner {
  readonly #options: ToolRunnerOptions;
  readonly #pending = new Map<string, (outcome: { result: string; isError: boolean }) => void>();
  /** `end_call` is reported as finished once the farewell was heard: clients hang up on it. */
  #afterFarewell: ConversationEventFrame[] = [];

  constructor(options: ToolRunnerOptions) {
    this.#options = options;
  }

  definitions(): ModelTool[] {
    const system = Object.values(systemTools).filter((tool) => this.#options.systemToolNames.includes(tool.name));
    return [...system, ...this.#options.clientTools.map((tool) => tool.definition)];
  }

  /** A result from the client; unknown and late ones are ignored. */
  clientResult(toolCallId: string, result: string, isError: boolean): void {
    this.#pending.get(toolCallId)?.({ result, isError });
  }

  async run(call: ModelToolCall, responseId: number): Promise<ToolOutcome> {
    const { history, clock, emit } = this.#options;
    const startedMs = clock.nowMs();
    history.addToolCall(call);
    const parameters = parseArguments(call.argumentsJson);
    const tool = this.#options.clientTools.find((candidate) => candidate.definition.name === call.name);
    const toolType = tool === undefined ? 'system' : 'client';
    emit({
      kind: 'tool-called',
      responseId,
      toolCallId: call.id,
      toolName: call.name,
      toolType,
      parameters: parameters ?? {},
      expectsResponse: tool?.expectsResponse ?? true,
    });
    const outcome = parameters === null ? failed('the arguments are not valid JSON') : await this.#execute(call, parameters, tool);
    history.addToolResult(call.id, call.name, outcome.result, outcome.isError);
    const finished: ConversationEventFrame = {
      kind: 'tool-finished',
      responseId,
      toolCallId: call.id,
      toolName: call.name,
      toolType,
      result: outcome.result,
      isError: outcome.isError,
      latencyMs: Math.round(clock.nowMs() - startedMs),
    };
    if (outcome.effect?.kind === 'end-call') this.#afterFarewell.push(finished);
    else emit(finished);
    return outcome;
  }

  /** The farewell was heard, or the conversation ends without it. */
  farewellHeard(): void {
    const finished = this.#afterFarewell;
    this.#afterFarewell = [];
    for (const event of finished) this.#options.emit(event);
  }

  async #execute(call: ModelToolCall, parameters: Readonly<Record<string, unknown>>, tool: ClientTool | undefined): Promise<ToolOutcome> {
    if (tool !== undefined) return this.#askClient(call, tool);
    const isOffered = this.#options.systemToolNames.includes(call.name);
    if (call.name === 'end_call' && isOffered) {
      const text = (name: string) => (typeof parameters[name] === 'string' ? parameters[name] : '');
      return {
        result: 'The call ends after your last words were heard.',
        isError: false,
        effect: { kind: 'end-call', detail: text('reason'), farewell: text('message') },
      };
    }
    if (call.name === 'skip_turn' && isOffered) return { result: 'Waiting for the user.', isError: false, effect: { kind: 'skip-turn' } };
    return failed(`there is no tool named ${call.name}`);
  }

  async #askClient(call: ModelToolCall, tool: ClientTool): Promise<ToolOutcome> {
    if (!tool.expectsResponse) return { result: 'The call was made; it gives no result.', isError: false, effect: null };
    try {
      const { result, isError } = await withDeadline(
        { clock: this.#options.clock, limitMs: tool.timeoutMs, what: `the tool ${call.name}`, signal: this.#options.signal },
        () => new Promise<{ result: string; isError: boolean }>((resolve) => this.#pending.set(call.id, resolve)),
      );
      return { result, isError, effect: null };
    } catch (error) {
      if (this.#options.signal.aborted) return failed('the conversation ended');
      return failed(error instanceof Error ? error.message : String(error));
    } finally {
      this.#pending.delete(call.id);
    }
  }
}

function failed(message: string): ToolOutcome {
  return { result: `Error: ${message}`, isError: true, effect: null };
}

function parseArguments(json: string): Record<string, unknown> | null {
  if (json.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
