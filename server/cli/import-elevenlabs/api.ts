import { delay } from '../../lib/wait';
import { systemClock } from '../../lib/clock';
import { AppError } from '../../lib/app-error';

export type Json = Record<string, unknown>;

/** The public API of one side: somebody's server, or ours without a network between. */
export interface Api {
  get(path: string): Promise<Json>;
  /** The body as it is. */
  text(path: string): Promise<string>;
  send(method: 'POST' | 'PATCH', path: string, body: Json): Promise<Json>;
  /** Every item of a list that comes in pages. */
  all(path: string, member: string): Promise<Json[]>;
}

/** What the other side answered instead of what was asked for. */
export class ApiFailure extends AppError {
  readonly status: number;

  constructor(status: number, path: string, body: string) {
    super(status === 404 ? 'not_found' : 'request_failed', `${path} answered ${status}: ${messageOf(body)}`);
    this.status = status;
  }
}

const pageSize = 100;
const deadlineMs = 60_000;
const mostTries = 4;

export function openApi(fetchFrom: (path: string, init: RequestInit) => Promise<Response>, apiKey: string): Api {
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    for (let tries = 1; ; tries++) {
      const response = await fetchFrom(path, {
        ...init,
        headers: { 'xi-api-key': apiKey, 'content-type': 'application/json', accept: 'application/json' },
        signal: AbortSignal.timeout(deadlineMs),
      });
      const isWorthAnotherTry = response.status === 429 || response.status >= 500;
      if (response.ok) return response;
      const body = await response.text();
      if (!isWorthAnotherTry || tries === mostTries) throw new ApiFailure(response.status, path.split('?')[0] ?? path, body);
      await delay(systemClock, 500 * 2 ** tries);
    }
  }
  const json = async (response: Response): Promise<Json> => {
    const value: unknown = await response.json();
    return isJson(value) ? value : {};
  };
  return {
    get: async (path) => json(await ask(path)),
    text: async (path) => (await ask(path)).text(),
    send: async (method, path, body) => json(await ask(path, { method, body: JSON.stringify(body) })),
    async all(path, member) {
      const items: Json[] = [];
      for (let cursor: unknown = null; ; ) {
        const query = new URLSearchParams({ page_size: String(pageSize), ...(typeof cursor === 'string' ? { cursor } : {}) });
        const page = await json(await ask(`${path}?${query}`));
        const found = page[member];
        if (Array.isArray(found)) items.push(...found.filter(isJson));
        cursor = page['has_more'] === true ? page['next_cursor'] : null;
        if (typeof cursor !== 'string') return items;
      }
    },
  };
}

export const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function messageOf(body: string): string {
  try {
    const { detail } = JSON.parse(body) as { detail?: unknown };
    if (typeof detail === 'string') return detail;
    if (isJson(detail) && typeof detail['message'] === 'string') return detail['message'];
    return JSON.stringify(detail ?? body).slice(0, 300);
  } catch {
    return body.slice(0, 300); // not JSON: a proxy's page, or nothing
  }
}
