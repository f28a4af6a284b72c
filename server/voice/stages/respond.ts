import type { Clock } from '../../lib/clock';
import { delay } from '../../lib/wait';
import type { KnowledgePassage, LanguageModelProvider, ModelMessage, ModelToolCall } from '../../providers/spec/language-model';
import { toolPhrase } from '../history/tool-phrases';
import type { ModelMeter, ModelUsage } from '../observers/usage';
import { RunawayBreaker } from '../tools/runaway-breaker';
import type { RunnableTool, ToolEffect, ToolOutcome } from '../tools/tool';
import { type CallingResponse, parseArguments, type ToolRunner } from './run-tools';

/** After so many rounds of tool calls the model has to answer without more. */
const maxToolRounds = 8;
/** A tool that takes longer is announced when the model said nothing before it. */
const announcedAfterMs = 1_500;

/** Ends a piece of speech: what was written so far is spoken now, without waiting for more. */
export const breath = '\n';

export interface ModelRequest {
  readonly messages: readonly ModelMessage[];
  readonly knowledge: readonly KnowledgePassage[];
}

export interface RespondOptions {
  readonly response: CallingResponse;
  /** What the model is asked; waits for retrieval. Null: nothing, the conversation goes on elsewhere. */
  readonly request: (signal: AbortSignal, notes?: readonly string[]) => Promise<ModelRequest | null>;
  readonly languageModel: LanguageModelProvider;
  readonly tools: ToolRunner;
  readonly temperature: number;
  readonly maxTokens: number | undefined;
  readonly language: string;
  readonly extraBody: Record<string, unknown> | undefined;
  readonly clock: Clock;
  readonly onFirstToken: () => void;
  /** Something was said in this response already, a filler for instance. */
  readonly hasSpoken: () => boolean;
  readonly onEffect: (effect: ToolEffect) => void;
  readonly meter: ModelMeter;
  /** A request and its answer were so many tokens. */
  readonly onContextUsed: (tokens: number) => void;
  readonly onMetadata: (metadata: Readonly<Record<string, unknown>>) => void;
}

interface RequestedCall {
  readonly call: ModelToolCall;
  readonly tool: RunnableTool;
}

/** The agent's words for a turn as the model writes them; runs the tools it asks for in between. */
export async function* respond(options: RespondOptions): AsyncGenerator<string, void, void> {
  const { tools, response, language } = options;
  const { signal } = response;
  const breaker = new RunawayBreaker();
  const request = await options.request(signal);
  if (request === null) return;
  const { messages: asked, knowledge } = request;
  const messages = [...asked];
  let hasAnswered = false;
  let hasFailed = false;
  let isFirst = true;
  for (let round = 0; ; round++) {
    const calls: ModelToolCall[] = [];
    let said = '';
    const mayCall = round < maxToolRounds && !breaker.isOpen;
    const offered = mayCall ? tools.definitions() : [];
    const parts = options.languageModel.generate({
      messages: [...messages],
      tools: offered,
      temperature: options.temperature,
      ...(options.maxTokens === undefined ? {} : { maxTokens: options.maxTokens }),
      ...(options.extraBody === undefined ? {} : { extraBody: options.extraBody }),
      language,
      knowledge,
      signal,
    });
    let usage: ModelUsage | undefined;
    try {
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
        if (part.kind === 'tool-call') calls.push(tools.named(part.call));
        if (part.kind === 'metadata') options.onMetadata(part.metadata);
        if (part.kind === 'finished') usage = part.usage;
      }
    } finally {
      const tokens = options.meter.add({ messages, tools: offered }, said, usage);
      if (!signal.aborted) options.onContextUsed(tokens);
    }
    hasAnswered = said.trim() !== '';
    if (calls.length === 0) break;
    // C8: a model that goes on calling when it was given no tools any more is not asked again.
    if (!mayCall) {
      hasFailed = true;
      break;
    }
    // The words before a tool are spoken now: they must not wait for what comes after it.
    if (said !== '') yield breath;
    messages.push({ role: 'assistant', content: said, toolCalls: calls });
    const requested = calls.map((call) => ({ call, tool: tools.find(call.name) }));
    if (!hasAnswered && !options.hasSpoken() && requested.some(({ tool }) => tool.preToolSpeech === 'force')) {
      yield toolPhrase('one-moment', language);
      yield breath;
    }
    // What a tool has said before it runs is part of the answer, and heard before it where it asks for that.
    for (const { call, tool } of requested) {
      const words = tool.wordsBefore(parseArguments(call.argumentsJson) ?? {});
      if (words === '') continue;
      yield words;
      yield breath;
    }
    const running = runAll(requested, breaker, options);
    const isAnnounced = !hasAnswered && requested.some(({ tool }) => tool.preToolSpeech === 'auto' && tool.timing === 'immediate');
    if (isAnnounced && (await isSlow(running, options.clock, signal)) && !options.hasSpoken()) {
      yield toolPhrase('one-moment', language);
      yield breath;
    }
    const outcomes = await running;
    signal.throwIfAborted();
    for (const [i, { call }] of requested.entries()) {
      const outcome = outcomes[i];
      if (outcome !== undefined) messages.push({ role: 'tool', toolCallId: call.id, toolName: call.name, content: outcome.result, isError: outcome.isError });
    }
    hasFailed = outcomes.some(({ isError }) => isError);
    const effects = outcomes.flatMap(({ effect }) => (effect === null ? [] : [effect]));
    for (const effect of effects) {
      const words = wordsOf(effect, hasAnswered);
      if (words !== '') yield words;
      options.onEffect(effect);
    }
    if (effects.length > 0) return;
  }
  // C3: a call that failed ends in words, whatever was said before it.
  if (!hasAnswered && hasFailed) yield toolPhrase('no-success', language);
}

function wordsOf(effect: ToolEffect, hasAnswered: boolean): string {
  if (effect.kind === 'transfer-agent') return effect.transfer.transferMessage;
  if (effect.kind !== 'end-call') return '';
  return hasAnswered && effect.isAlwaysSaid !== true ? '' : effect.farewell;
}

/** Look-ups run side by side; a call that changes something in the world waits for those before it, so that it can still be kept back. */
async function runAll(requested: readonly RequestedCall[], breaker: RunawayBreaker, { tools, response }: RespondOptions): Promise<ToolOutcome[]> {
  const outcomes: Promise<ToolOutcome>[] = [];
  for (const { call, tool } of requested) {
    const refusal = breaker.refusal(call);
    if (refusal !== null) {
      outcomes.push(Promise.resolve({ result: `Error: ${refusal}`, isError: true, effect: null }));
      continue;
    }
    if (tool.hasSideEffects) await Promise.all(outcomes);
    const outcome = tools.run(call, tool, response);
    // Awaited below; until then its failure must not count as unhandled.
    outcome.catch(() => undefined);
    outcomes.push(outcome);
  }
  return Promise.all(outcomes);
}

async function isSlow(work: Promise<unknown>, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const stop = new AbortController();
  const waiting = delay(clock, announcedAfterMs, AbortSignal.any([signal, stop.signal])).then(
    () => true,
    () => false,
  );
  const done = work.then(
    () => false,
    () => false,
  );
  try {
    return await Promise.race([waiting, done]);
  } finally {
    stop.abort({ kind: 'not-slow' });
  }
}
