import type { Clock } from '../../lib/clock';
import { orAborted, withDeadline } from '../../lib/wait';
import type { ModelTool, ModelToolCall } from '../../providers/spec/language-model';
import type { ConversationEventFrame, ToolType } from '../frames';
import type { History } from '../history/history';
import { systemTool, systemToolDefinition, type SystemToolContext, systemToolNames, type SystemToolSettings } from '../tools/system-tools';
import type { ClientTool, RunnableTool, ServerTool, ServerToolAnswer, ToolOutcome } from '../tools/tool';
import type { OverlapPolicyName } from '../turn/overlap-policy';
import type { LiveVariables } from '../variables';

export interface Toolset {
  readonly systemToolNames: readonly string[];
  readonly systemToolSettings: SystemToolSettings;
  readonly clientTools: readonly ClientTool[];
  readonly serverTools: readonly ServerTool[];
}

export interface ToolRunnerOptions extends Toolset {
  readonly history: History;
  readonly variables: LiveVariables;
  readonly system: Omit<SystemToolContext, 'settings' | 'fill' | 'userTurns'>;
  /** The ways on in a workflow, offered as one more tool. */
  readonly ways: () => { readonly definition: ModelTool; readonly tool: RunnableTool } | null;
  readonly clock: Clock;
  readonly emit: (event: ConversationEventFrame) => void;
  /** Ends with the conversation, not with the response: a call that runs is let run. */
  readonly signal: AbortSignal;
  /** C6: a result came that no response waits for any more. */
  readonly onLateResult: () => void;
  /** A response waits for a call: `limitMs` is the longest that it can take. */
  readonly onWaiting: (responseId: number, call: WaitingCall) => void;
  readonly onWaited: (responseId: number) => void;
}

export interface WaitingCall {
  readonly limitMs: number;
  readonly disablesInterruptions: boolean | 'turn';
  readonly overlapPolicy: OverlapPolicyName | null;
}

/** The response that asks for a call. */
export interface CallingResponse {
  readonly responseId: number;
  /** Aborted when the response is stopped. */
  readonly signal: AbortSignal;
  /** Resolves when the response is no draft (any more). */
  adopted(): Promise<void>;
  /** Resolves when what was said so far was heard. */
  heard(): Promise<void>;
  /** Does it at once, or when the draft is adopted; a draft that is thrown away leaves no trace. */
  commit(action: () => void): void;
}

/** Runs the calls of one conversation. Every call gets exactly one result, whatever becomes of the turn that asked for it. */
export class ToolRunner {
  readonly #options: ToolRunnerOptions;
  #toolset: Toolset;
  readonly #clientResults = new Map<string, (outcome: ServerToolAnswer) => void>();
  readonly #approvals = new Map<string, (isApproved: boolean) => void>();
  readonly #running = new Map<string, RunningCall>();
  readonly #usedIds = new Set<string>();
  #isClosed = false;

  constructor(options: ToolRunnerOptions) {
    this.#options = options;
    this.#toolset = options;
  }

  /** From now on these are offered; calls that run are let run. */
  use(toolset: Toolset): void {
    this.#toolset = toolset;
  }

  definitions(): ModelTool[] {
    const { systemToolNames: offered, systemToolSettings, clientTools, serverTools } = this.#toolset;
    const system = systemToolNames.filter((name) => offered.includes(name)).map((name) => systemToolDefinition(name, systemToolSettings));
    const ways = this.#options.ways();
    return [...(ways === null ? [] : [ways.definition]), ...system, ...[...clientTools, ...serverTools].map((tool) => tool.definition)].map((definition) =>
      this.#shown(definition),
    );
  }

  /** The call with an id that no other call of this conversation has: some models count anew in every answer. */
  named(call: ModelToolCall): ModelToolCall {
    let id = call.id === '' ? 'call' : call.id;
    for (let i = 2; this.#usedIds.has(id); i++) id = `${call.id}_${i}`;
    this.#usedIds.add(id);
    return { ...call, id };
  }

  /** What the model asked for, with what is known of it; an unknown tool is one that fails. */
  find(name: string): RunnableTool {
    const { systemToolNames: offered, systemToolSettings: settings, clientTools, serverTools } = this.#toolset;
    const server = serverTools.find((tool) => tool.definition.name === name);
    if (server !== undefined) return ofServer(server);
    const client = clientTools.find((tool) => tool.definition.name === name);
    if (client !== undefined) return this.#ofClient(client);
    const system = systemToolNames.find((known) => known === name && offered.includes(name));
    const ways = this.#options.ways();
    if (system === undefined && ways?.definition.name === name) return ways.tool;
    if (system === undefined) return unknownTool(name);
    const { variables, history } = this.#options;
    return systemTool(system, { ...this.#options.system, settings, fill: (template) => variables.fill(template), userTurns: () => history.userTurns() });
  }

  /** A result from the client; unknown and late ones are ignored. */
  clientResult(toolCallId: string, result: string, isError: boolean): void {
    this.#clientResults.get(toolCallId)?.({ result, isError });
  }

  approval(toolCallId: string, isApproved: boolean): void {
    this.#approvals.get(toolCallId)?.(isApproved);
  }

  /**
   * Runs one call to its end. Throws the response's reason when it was stopped: before the call could start, or while it runs; then
   * the result is stored when it comes.
   */
  async run(call: ModelToolCall, tool: RunnableTool, response: CallingResponse): Promise<ToolOutcome> {
    if (tool.hasSideEffects) await response.adopted();
    if (tool.timing === 'post-tool-speech') await response.heard();
    // C5: a call of a response that was stopped meanwhile does not start.
    response.signal.throwIfAborted();
    const running = this.#start(call, tool, response);
    if (tool.timing === 'async') return { result: 'Started. Its result will be told to you when it is there; go on without it.', isError: false, effect: null };
    const { disablesInterruptions, overlapPolicy } = tool;
    const { responseId } = response;
    response.commit(() => {
      if (this.#running.has(call.id))
        this.#options.onWaiting(responseId, { limitMs: tool.timeoutMs + (tool.approvalMs ?? 0), disablesInterruptions, overlapPolicy });
    });
    try {
      return await orAborted(running.outcome, response.signal);
    } finally {
      response.commit(() => this.#options.onWaited(responseId));
    }
  }

  /** The farewell of `end_call` was heard (then the call ends), or the participant spoke into it and the call goes on. */
  farewell(isHeard: boolean): void {
    for (const running of this.#running.values()) {
      if (running.farewell === null) continue;
      if (isHeard) running.finish(running.farewell);
      else running.finish({ result: 'The user went on speaking, so the call goes on.', isError: true });
    }
  }

  /** The conversation is over: what still runs has failed. */
  close(): void {
    this.#isClosed = true;
    for (const running of this.#running.values()) running.finish({ result: 'Error: the conversation ended', isError: true });
  }

  #start(call: ModelToolCall, tool: RunnableTool, response: CallingResponse): RunningCall {
    const { history, variables, clock, emit, signal } = this.#options;
    const { responseId } = response;
    const startedMs = clock.nowMs();
    const common = { responseId, toolCallId: call.id, toolName: call.name, toolType: tool.toolType };
    const parameters = parseArguments(call.argumentsJson);
    response.commit(() => {
      history.addToolCall(call);
      emit({
        kind: 'tool-called',
        ...common,
        parameters: parameters ?? {},
        expectsResponse: tool.expectsResponse,
        approvalMs: tool.approvalMs,
        origin: tool.origin ?? null,
      });
    });
    let settle: (outcome: ToolOutcome) => void = () => undefined;
    const outcome = new Promise<ToolOutcome>((resolve) => {
      settle = resolve;
    });
    const stop = new AbortController();
    const running: RunningCall = {
      outcome,
      farewell: null,
      finish: (answer) => {
        if (this.#running.get(call.id) !== running) return;
        this.#running.delete(call.id);
        const isLate = tool.timing === 'async' || response.signal.aborted;
        const finished = { ...answer, latencyMs: Math.round(clock.nowMs() - startedMs) };
        response.commit(() => {
          const variableUpdates = variables.assign(answer.assigns ?? {});
          history.addToolResult(call.id, call.name, finished.result, finished.isError);
          if (isLate && running.farewell === null) history.addLateResult(call.id);
          const { result, isError, latencyMs } = finished;
          emit({ kind: 'tool-finished', ...common, result, isError, latencyMs, variableUpdates });
          if (isLate && running.farewell === null && !this.#isClosed) this.#options.onLateResult();
        });
        settle({ result: answer.result, isError: answer.isError, effect: answer.effect ?? null });
        stop.abort({ kind: 'call-finished' });
      },
    };
    this.#running.set(call.id, running);
    if (parameters === null) running.finish(failed('the arguments are not a JSON object'));
    else
      void this.#execute(call, parameters, tool, common, AbortSignal.any([signal, stop.signal]), response).then((answer) =>
        this.#answered(running, answer, response, settle),
      );
    return running;
  }

  #answered(running: RunningCall, answer: ServerToolAnswer, response: CallingResponse, settle: (outcome: ToolOutcome) => void): void {
    // C5: what a stopped response asks of the conversation is not done, and the model learns that.
    if (answer.effect !== undefined && response.signal.aborted) return running.finish(failed('the user went on speaking, so this was not done'));
    // X2: `end_call` is over once its goodbye was heard; the response itself goes on at once.
    if (answer.effect?.kind !== 'end-call') return running.finish(answer);
    running.farewell = { result: answer.result, isError: false };
    settle({ result: answer.result, isError: false, effect: answer.effect });
  }

  async #execute(
    call: ModelToolCall,
    parameters: Readonly<Record<string, unknown>>,
    tool: RunnableTool,
    common: { readonly responseId: number; readonly toolCallId: string; readonly toolName: string; readonly toolType: ToolType },
    signal: AbortSignal,
    response: CallingResponse,
  ): Promise<ServerToolAnswer> {
    const { clock, variables, emit } = this.#options;
    try {
      if (tool.approvalMs !== null) {
        if (!(await this.#approved(call.id, tool.approvalMs, signal))) return failed('the user did not agree to this call');
        response.commit(() => emit({ kind: 'tool-approved', ...common }));
      }
      return await withDeadline({ clock, limitMs: tool.timeoutMs, what: `the tool ${call.name}`, signal }, (limited) =>
        tool.execute({ toolCallId: call.id, parameters, variables: variables.values }, limited),
      );
    } catch (error) {
      return failed(this.#options.signal.aborted ? 'the conversation ended' : error instanceof Error ? error.message : String(error));
    }
  }

  async #approved(toolCallId: string, limitMs: number, signal: AbortSignal): Promise<boolean> {
    try {
      return await withDeadline(
        { clock: this.#options.clock, limitMs, what: 'the consent to a call', signal },
        () => new Promise<boolean>((resolve) => this.#approvals.set(toolCallId, resolve)),
      );
    } finally {
      this.#approvals.delete(toolCallId);
    }
  }

  #ofClient(tool: ClientTool): RunnableTool {
    return {
      toolType: 'client',
      timing: tool.timing ?? 'immediate',
      hasSideEffects: true,
      preToolSpeech: tool.preToolSpeech ?? 'auto',
      disablesInterruptions: tool.disablesInterruptions ?? false,
      overlapPolicy: tool.overlapPolicy ?? null,
      timeoutMs: tool.timeoutMs,
      approvalMs: null,
      expectsResponse: tool.expectsResponse,
      wordsBefore: () => '',
      execute: async ({ toolCallId }) => {
        if (!tool.expectsResponse) return { result: 'The call was made; it gives no result.', isError: false };
        try {
          const answer = await new Promise<ServerToolAnswer>((resolve) => this.#clientResults.set(toolCallId, resolve));
          return answer.isError || tool.read === undefined ? answer : { ...tool.read(answer.result), isError: false };
        } finally {
          this.#clientResults.delete(toolCallId);
        }
      },
    };
  }

  #shown(definition: ModelTool): ModelTool {
    return { ...definition, description: this.#options.variables.fill(definition.description) };
  }
}

interface RunningCall {
  readonly outcome: Promise<ToolOutcome>;
  /** Its result, told once the words that go with it were heard. */
  farewell: ServerToolAnswer | null;
  /** Only the first counts. */
  finish(answer: ServerToolAnswer): void;
}

export function ofServer(tool: ServerTool): RunnableTool {
  return {
    ...tool,
    overlapPolicy: tool.overlapPolicy ?? null,
    approvalMs: tool.needsApproval?.timeoutMs ?? null,
    expectsResponse: true,
    origin: tool.origin ?? null,
    wordsBefore: () => '',
    execute: (call, signal) => tool.run(call, signal),
  };
}

/** What is not offered is an error at once, and changes nothing. */
function unknownTool(name: string): RunnableTool {
  return {
    toolType: 'system',
    timing: 'immediate',
    hasSideEffects: false,
    preToolSpeech: 'off',
    disablesInterruptions: false,
    overlapPolicy: null,
    timeoutMs: 1_000,
    approvalMs: null,
    expectsResponse: true,
    wordsBefore: () => '',
    execute: async () => failed(`there is no tool named ${name}`),
  };
}

function failed(message: string): ServerToolAnswer {
  return { result: `Error: ${message}`, isError: true };
}

export function parseArguments(json: string): Record<string, unknown> | null {
  if (json.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
