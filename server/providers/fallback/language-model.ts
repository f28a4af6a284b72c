import { withDeadline } from '../../lib/wait';
import type { GenerateRequest, LanguageModelProvider, ModelPart } from '../spec/language-model';
import { ProviderError } from '../spec/provider-error';
import { abandon, Chain, type ChainLink, type ChainOptions } from './chain';

/**
 * One language model made of several. Until something useful came, a failure means the next provider is asked. Afterwards it cannot be
 * mended without saying things twice: the failure is thrown, with what was given as its `partialText`.
 */
export function chainLanguageModels(links: readonly ChainLink<LanguageModelProvider>[], options: ChainOptions): LanguageModelProvider {
  const chain = new Chain('language-model', links, options);
  const [first] = links;
  if (first === undefined) throw new RangeError('a chain needs a provider');
  return { id: first.provider.id, generate: (request) => generate(chain, request) };
}

async function* generate(chain: Chain<LanguageModelProvider>, request: GenerateRequest): AsyncGenerator<ModelPart> {
  const order = chain.order();
  for (const [i, link] of order.entries()) {
    const next = order[i + 1];
    for (let attempt = 0; ; attempt++) {
      const failure = yield* attemptOne(chain, link, request, next === undefined);
      if (failure === undefined) return;
      if (await chain.retries(failure, attempt, request.signal)) continue;
      chain.tell(link, next, failure);
      if (next === undefined) throw failure;
      break;
    }
  }
}

/** Yields what one provider gives. Returns its failure as long as nothing useful was yielded. */
async function* attemptOne(
  chain: Chain<LanguageModelProvider>,
  link: ChainLink<LanguageModelProvider>,
  request: GenerateRequest,
  isLast: boolean,
): AsyncGenerator<ModelPart, ProviderError | undefined> {
  const { clock } = chain.options;
  const attempt = new AbortController();
  const signal = AbortSignal.any([request.signal, attempt.signal]);
  const parts = link.provider.generate({ ...request, signal })[Symbol.asyncIterator]();
  const startedMs = clock.nowMs();
  let given = '';
  let isUseful = false;
  try {
    for (;;) {
      const limitMs: number = isUseful ? chain.deadlines.stallMs : Math.max(0, chain.deadlines.languageModelMs - (clock.nowMs() - startedMs));
      const result: IteratorResult<ModelPart> = await withDeadline(
        { clock, limitMs, what: isUseful ? 'more of the answer' : 'the first words of the answer', signal: request.signal },
        () => parts.next(),
      );
      if (result.done === true) {
        if (isUseful) break;
        return chain.failed(link, emptyAnswer(link));
      }
      const part: ModelPart = result.value;
      if (part.kind === 'finished' && !isUseful && !isLast) return chain.failed(link, emptyAnswer(link));
      if (part.kind === 'text-delta') given += part.text;
      isUseful ||= part.kind === 'tool-call' || given.trim() !== '';
      yield part;
      if (part.kind === 'finished') break;
    }
    chain.succeeded(link);
    return undefined;
  } catch (thrown) {
    if (request.signal.aborted) throw request.signal.reason;
    const error = chain.failed(link, thrown);
    if (!isUseful) return error;
    throw new ProviderError(error.message, {
      provider: error.provider,
      category: error.category,
      isPermanent: error.isPermanent,
      owner: error.owner,
      partialText: given,
      cause: error,
    });
  } finally {
    attempt.abort();
    abandon(parts);
  }
}

function emptyAnswer(link: ChainLink<LanguageModelProvider>): ProviderError {
  return new ProviderError('the model answered with nothing', { provider: link.ref, category: 'bad-answer', isPermanent: false, owner: 'vendor' });
}
