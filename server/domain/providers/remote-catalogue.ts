import { internalToken } from '../../auth/scope';
import type { ErrorCode } from '../../contracts/errors';
import { AppError } from '../../lib/app-error';
import type { Catalogue } from './catalogue';

/** Path the voice process answers catalogue questions on. Only a holder of the installation's secret gets an answer. */
export const cataloguePath = '/v1/internal/catalogue';

/** The catalogue as the web process sees it: it asks the voice process, where the providers run. */
export function remoteCatalogue(options: { readonly url: string; readonly secret: string }): Catalogue {
  const ask = async (method: keyof Catalogue, argument: unknown, timeoutMs: number): Promise<Response> => {
    let answer: Response;
    try {
      answer = await fetch(`${options.url}${cataloguePath}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${internalToken(options.secret)}` },
        body: JSON.stringify(argument ?? null),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (cause) {
      throw new AppError('provider_unavailable', 'The voice server does not answer. Look at its log, or restart it.', { cause });
    }
    if (!answer.ok) throw await errorFrom(answer);
    return answer;
  };
  return {
    providers: async () => (await ask('providers', null, 15_000)).json() as ReturnType<Catalogue['providers']>,
    check: async (provider, settings) => (await ask('check', { provider, settings }, 30_000)).json() as ReturnType<Catalogue['check']>,
    voices: async (settings) => (await ask('voices', { settings }, 30_000)).json() as ReturnType<Catalogue['voices']>,
    localSpeech: async (language) => (await ask('localSpeech', { language }, 20_000)).json() as ReturnType<Catalogue['localSpeech']>,
    preview: async (request) => Buffer.from(await (await ask('preview', request, 60_000)).arrayBuffer()),
  };
}

async function errorFrom(answer: Response): Promise<AppError> {
  const body = (await answer.json().catch(() => ({}))) as { code?: ErrorCode; message?: string };
  return new AppError(body.code ?? 'internal', body.message ?? `The voice server answered ${answer.status}.`, {
    publicMessage: body.message ?? 'The voice server could not answer.',
  });
}
