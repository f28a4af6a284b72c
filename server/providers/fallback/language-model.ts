import { orAborted, withDeadline } from '../../lib/wait';
import type { GenerateRequest, LanguageModelProvider, ModelPart } from '../spec/language-model';
import { ProviderError } from '../spec/provider-error';
import { abandon, Chain, type ChainLink, type ChainOptions } from './chain';
import { continuing, withoutRepetition } from './continuation';

/**
 * One language model made of several. A failure means the next is asked: before anything useful came with the same question, after the first words with
 * the request to go on from there. A call of a tool is useful; an answer that broke off behind one cannot be mended and fails with its `partialText`.
 */
export function chainLanguageModels(links: readonly ChainLink<LanguageModelProvider>[], options: ChainOptions): LanguageModelProvider {
  const chain = new Chain('language-model', links, options);
  const [first] = links;
  if (first === undefined) throw new RangeError('a chain needs a provider');
  return { id: first.provider.id, generate: (request) => generate(chain, request) };
}

type Link = ChainLink<LanguageModelProvider>;

/** What is left to try, and what was given so far. */
interface Progress {
  readonly left: Link[];
  given: string;
  hasCalledTool: boolean;
}

async function* generate(chain: Chain<LanguageModelProvider>, request: GenerateRequest): AsyncGenerator<ModelPart> {
  const progress: Progress = { left: [...chain.order()], given: '', hasCalledTool: false };
  for (let retries = 0; ; ) {
    const link = progress.left[0];
    if (link === undefined) throw new Error('no language model is left to ask');
    const outcome = await begin(chain, progress.given === '' ? request : continuing(request, progress.given), progress.left);
    let failure: ProviderError;
    let failed = link;
    if ('failure' in outcome) failure = outcome.failure;
    else {
      const { attempt } = outcome;
      try {
        const parts = progress.given === '' ? attempt.parts() : withoutRepetition(progress.given, attempt.parts());
        for await (const part of parts) {
          if (part.kind === 'text-delta') progress.given += part.text;
          progress.hasCalledTool ||= part.kind === 'tool-call';
          yield part;
        }
        return;
      } catch (thrown) {
        if (request.signal.aborted) throw request.signal.reason;
        failed = attempt.link;
        failure = chain.failed(failed, thrown);
        if (progress.hasCalledTool) throw withPartialText(failure, progress.given);
      } finally {
        attempt.stop();
      }
    }
    if (await chain.retries(failure, retries, request.signal)) {
      retries++;
      continue;
    }
    retries = 0;
    progress.left.splice(progress.left.indexOf(failed), 1);
    chain.tell(failed, progress.left[0], failure);
    if (progress.left.length === 0) throw progress.given === '' ? failure : withPartialText(failure, progress.given);
  }
}

/**
 * Asks the first of these, and where the chain hedges the second as well when the first lets itself be waited for longer than it usually does: the first
 * useful answer is taken and the other given up.
 */
async function begin(
  chain: Chain<LanguageModelProvider>,
  request: GenerateRequest,
  [link, other]: readonly Link[],
): Promise<{ readonly attempt: Attempt } | { readonly failure: ProviderError }> {
  if (link === undefined) throw new Error('no language model is left to ask');
  const first = new Attempt(chain, link, request, other === undefined);
  const patienceMs = other === undefined ? null : chain.patienceMs(link);
  if (other === undefined || patienceMs === null) return outcomeOf(first);
  const { clock } = chain.options;
  let cancel: () => void = () => undefined;
  const patience = new Promise<'late'>((resolve) => {
    cancel = clock.after(patienceMs, () => resolve('late'));
  });
  const early = await Promise.race([first.useful, patience]);
  cancel();
  if (early !== 'late') return outcomeOf(first);
  const second = new Attempt(chain, other, request, false);
  const winner = await firstUseful(first, second);
  const loser = winner === first ? second : first;
  loser.stop();
  chain.hedged({ first: link.ref, second: other.ref, winner: winner.link.ref, afterMs: patienceMs });
  return outcomeOf(winner);
}

/** The one that is useful first; the first when neither is. */
async function firstUseful(first: Attempt, second: Attempt): Promise<Attempt> {
  const early = await Promise.race([
    first.useful.then((failure) => ({ attempt: first, failure })),
    second.useful.then((failure) => ({ attempt: second, failure })),
  ]);
  if (early.failure === null) return early.attempt;
  const other = early.attempt === first ? second : first;
  return (await other.useful) === null ? other : first;
}

async function outcomeOf(attempt: Attempt): Promise<{ readonly attempt: Attempt } | { readonly failure: ProviderError }> {
  const failure = await attempt.useful;
  if (failure === null) return { attempt };
  attempt.stop();
  return { failure };
}

/** One request to one provider, under way from the start. */
class Attempt {
  readonly link: Link;
  /** Null as soon as something useful is there; the failure when nothing will be. Rejects when the request was cancelled. */
  readonly useful: Promise<ProviderError | null>;
  readonly #chain: Chain<LanguageModelProvider>;
  readonly #request: GenerateRequest;
  readonly #stop = new AbortController();
  readonly #source: AsyncIterator<ModelPart>;
  #early: ModelPart[] = [];
  #isOver = false;

  constructor(chain: Chain<LanguageModelProvider>, link: Link, request: GenerateRequest, isLast: boolean) {
    this.#chain = chain;
    this.link = link;
    this.#request = request;
    chain.begins(link);
    const signal = AbortSignal.any([request.signal, this.#stop.signal]);
    this.#source = link.provider.generate({ ...request, signal })[Symbol.asyncIterator]();
    this.useful = this.#untilUseful(isLast);
    this.useful.catch(() => undefined);
  }

  /** All it gives. Throws what the provider throws. */
  async *parts(): AsyncGenerator<ModelPart> {
    yield* this.#early;
    while (!this.#isOver) {
      const part = await this.#next(this.#chain.deadlines.stallMs, 'more of the answer');
      if (part === null) break;
      yield part;
    }
    this.#chain.succeeded(this.link);
  }

  stop(): void {
    this.#isOver = true;
    this.#stop.abort({ kind: 'attempt-over' });
    abandon(this.#source);
  }

  async #untilUseful(isLast: boolean): Promise<ProviderError | null> {
    const { clock } = this.#chain.options;
    const startedMs = clock.nowMs();
    try {
      for (;;) {
        const part = await this.#next(Math.max(0, this.#chain.deadlines.languageModelMs - (clock.nowMs() - startedMs)), 'the first words of the answer');
        if (part === null || (part.kind === 'finished' && !isLast)) return this.#chain.failed(this.link, emptyAnswer(this.link));
        this.#early.push(part);
        if (part.kind === 'finished') this.#isOver = true;
        if (part.kind === 'tool-call' || part.kind === 'finished' || (part.kind === 'text-delta' && part.text.trim() !== '')) {
          this.#chain.answered(this.link, clock.nowMs() - startedMs);
          return null;
        }
      }
    } catch (thrown) {
      if (this.#request.signal.aborted) throw this.#request.signal.reason;
      // An attempt that was given up says nothing about its provider.
      if (this.#stop.signal.aborted) return this.#chain.shaped(this.link, thrown);
      return this.#chain.failed(this.link, thrown);
    }
  }

  async #next(limitMs: number, what: string): Promise<ModelPart | null> {
    const { clock } = this.#chain.options;
    const result = await withDeadline({ clock, limitMs, what, signal: this.#request.signal }, () => orAborted(this.#source.next(), this.#stop.signal));
    if (result.done === true) return null;
    if (result.value.kind === 'finished') this.#isOver = true;
    return result.value;
  }
}

function withPartialText(error: ProviderError, partialText: string): ProviderError {
  return new ProviderError(error.message, {
    provider: error.provider,
    category: error.category,
    isPermanent: error.isPermanent,
    owner: error.owner,
    partialText,
    cause: error,
  });
}

function emptyAnswer(link: Link): ProviderError {
  return new ProviderError('the model answered with nothing', { provider: link.ref, category: 'bad-answer', isPermanent: false, owner: 'vendor' });
}
