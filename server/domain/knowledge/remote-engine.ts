import { internalToken } from '../../auth/scope';
import type { ErrorCode } from '../../contracts/errors';
import type { SearchOutcome } from '../../contracts/knowledge';
import { AppError } from '../../lib/app-error';
import type { KnowledgeEngine, ReadPage } from './knowledge-engine';

/** Path the voice process answers the web process's questions about knowledge on. */
export const knowledgePath = '/v1/internal/knowledge';

/** The knowledge engine as the web process sees it: it asks the voice process, where models and threads are. */
export function remoteKnowledge(options: { readonly url: string; readonly secret: string; readonly mostBytes: number }): KnowledgeEngine {
  const ask = async (method: 'search' | 'readPage', argument: unknown, timeoutMs: number, signal?: AbortSignal): Promise<unknown> => {
    const deadline = AbortSignal.timeout(timeoutMs);
    let answer: Response;
    try {
      answer = await fetch(`${options.url}${knowledgePath}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${internalToken(options.secret)}` },
        body: JSON.stringify(argument),
        signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      });
    } catch (cause) {
      throw new AppError('provider_unavailable', 'The voice server does not answer. Look at its log, or restart it.', { cause });
    }
    if (answer.ok) return answer.json();
    const body = (await answer.json().catch(() => ({}))) as { code?: ErrorCode; message?: string };
    throw new AppError(body.code ?? 'internal', body.message ?? `The voice server answered ${answer.status}.`);
  };
  return {
    mostBytes: options.mostBytes,
    search: async ({ workspaceId }, request, signal) => (await ask('search', { workspaceId, request }, 15_000, signal)) as SearchOutcome,
    readPage: async (url) => (await ask('readPage', { url }, 60_000)) as ReadPage,
    embedderOf: async () => undefined,
  };
}
