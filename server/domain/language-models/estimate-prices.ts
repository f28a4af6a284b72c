/** List prices in US dollars for a million tokens, by the beginning of a model's name; longer names are looked at first. */
const listPrices: Readonly<Record<string, { readonly input: number; readonly output: number }>> = {
  'gpt-4o-mini': { input: 0.15, output: 0.6 },
  'gpt-4o': { input: 2.5, output: 10 },
  'gpt-4.1-nano': { input: 0.1, output: 0.4 },
  'gpt-4.1-mini': { input: 0.4, output: 1.6 },
  'gpt-4.1': { input: 2, output: 8 },
  'gpt-5-nano': { input: 0.05, output: 0.4 },
  'gpt-5-mini': { input: 0.25, output: 2 },
  'gpt-5': { input: 1.25, output: 10 },
  'gemini-2.0-flash-lite': { input: 0.075, output: 0.3 },
  'gemini-2.0-flash': { input: 0.1, output: 0.4 },
  'gemini-2.5-flash-lite': { input: 0.1, output: 0.4 },
  'gemini-2.5-flash': { input: 0.3, output: 2.5 },
  'claude-3-haiku': { input: 0.25, output: 1.25 },
  'claude-haiku-4-5': { input: 1, output: 5 },
  'claude-sonnet-4': { input: 3, output: 15 },
  'llama-3.3-70b': { input: 0.59, output: 0.79 },
  'llama-3.1-8b': { input: 0.05, output: 0.08 },
};

export interface PromptSize {
  /** Characters. */
  readonly promptLength: number;
  /** Pages of the knowledge base. */
  readonly pages: number;
  /** Whether only passages that fit go along, instead of all pages. */
  readonly usesRetrieval: boolean;
}

export interface PriceEstimate {
  readonly perMessage: number;
  readonly perMinute: number;
}

const charactersAToken = 4;
const tokensAPage = 600;
/** What retrieval adds at most, in tokens. */
const retrievedTokens = 2_500;
/** What was said before, half-way through a usual conversation. */
const historyTokens = 600;
const answerTokens = 60;
const messagesAMinute = 5;

/** What one message and one minute cost with a model; undefined for one whose price is not known here. Models of this machine cost nothing. */
export function estimatePrice(model: string, isLocal: boolean, size: PromptSize): PriceEstimate | undefined {
  if (isLocal) return { perMessage: 0, perMinute: 0 };
  const price = listPriceOf(model);
  if (price === undefined) return undefined;
  const knowledge = size.usesRetrieval ? Math.min(retrievedTokens, size.pages * tokensAPage) : size.pages * tokensAPage;
  const input = size.promptLength / charactersAToken + knowledge + historyTokens;
  const perMessage = (input * price.input + answerTokens * price.output) / 1_000_000;
  return { perMessage, perMinute: perMessage * messagesAMinute };
}

/** US dollars for a million tokens; undefined for a model whose price is not known here. */
export function listPriceOf(model: string): { readonly input: number; readonly output: number } | undefined {
  const name = Object.keys(listPrices)
    .sort((a, b) => b.length - a.length)
    .find((known) => model.startsWith(known));
  return name === undefined ? undefined : listPrices[name];
}
