import type { ModelMessage, ModelPart, ModelTool } from '../../providers/spec/language-model';
import type { ConversationEventFrame, ProviderTotals } from '../frames';

/** What a model counted of one request. */
export type ModelUsage = NonNullable<Extract<ModelPart, { kind: 'finished' }>['usage']>;

export type UsageEvent = Extract<ConversationEventFrame, { kind: 'usage' }>;

/** Characters that make a token where a model does not say what it counted, as a request that was stopped never does. */
const charactersPerToken = 4;

/** What one response has cost of the language model. */
export class ModelMeter {
  #requests = 0;
  #inputTokens = 0;
  #outputTokens = 0;
  #cachedInputTokens = 0;
  #isEstimated = false;

  /** One request is over, or was stopped. Tells how many tokens it and its answer were. */
  add(request: { readonly messages: readonly ModelMessage[]; readonly tools: readonly ModelTool[] }, written: string, usage: ModelUsage | undefined): number {
    this.#requests++;
    if (usage?.inputTokens === undefined || usage.outputTokens === undefined) this.#isEstimated = true;
    const inputTokens = usage?.inputTokens ?? tokensOf(JSON.stringify([request.messages, request.tools]));
    const outputTokens = usage?.outputTokens ?? tokensOf(written);
    this.#inputTokens += inputTokens;
    this.#outputTokens += outputTokens;
    this.#cachedInputTokens += usage?.cachedInputTokens ?? 0;
    return inputTokens + outputTokens;
  }

  usage(responseId: number, producedBy: string, isSpeculative: boolean): UsageEvent[] {
    if (this.#requests === 0) return [];
    return [
      {
        kind: 'usage',
        capability: 'language-model',
        responseId,
        producedBy,
        isSpeculative,
        requests: this.#requests,
        inputTokens: this.#inputTokens,
        outputTokens: this.#outputTokens,
        cachedInputTokens: this.#cachedInputTokens,
        isEstimated: this.#isEstimated,
      },
    ];
  }
}

/** U2: the sum of a conversation by provider, what was spent on drafts that nobody heard apart. */
export class UsageTotals {
  readonly #totals = new Map<string, ProviderTotals>();

  add(event: UsageEvent): void {
    const { capability, producedBy, isSpeculative } = event;
    const key = `${capability} ${producedBy} ${isSpeculative}`;
    const so = this.#totals.get(key) ?? { capability, producedBy, isSpeculative, ...nothing };
    const { kind: _, ...amounts } = { ...nothing, ...event };
    const sum = (name: keyof typeof nothing) => so[name] + amounts[name];
    this.#totals.set(key, {
      capability,
      producedBy,
      isSpeculative,
      requests: sum('requests'),
      inputTokens: sum('inputTokens'),
      outputTokens: sum('outputTokens'),
      cachedInputTokens: sum('cachedInputTokens'),
      characters: sum('characters'),
      heardCharacters: sum('heardCharacters'),
      seconds: sum('seconds'),
      heardSeconds: sum('heardSeconds'),
    });
  }

  event(drafts: { readonly draftsMade: number; readonly draftsUsed: number }): Extract<ConversationEventFrame, { kind: 'usage-totalled' }> {
    return { kind: 'usage-totalled', ...drafts, providers: [...this.#totals.values()] };
  }
}

const nothing = {
  requests: 0,
  inputTokens: 0,
  outputTokens: 0,
  cachedInputTokens: 0,
  characters: 0,
  heardCharacters: 0,
  seconds: 0,
  heardSeconds: 0,
};

const tokensOf = (text: string) => Math.ceil(text.length / charactersPerToken);
