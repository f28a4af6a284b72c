import type { Readable } from 'node:stream';
import type { Outgoing } from './outgoing';
import { OutgoingError } from './outgoing-error';

export interface FetchLimits {
  readonly headersTimeoutMs: number;
  /** Of one answer, streams included. */
  readonly maxBytes: number;
}

/** The guarded requests in the form of the platform's `fetch`, for libraries that want one. Bodies are text or bytes; redirects are followed three times at most,
 * or not at all when `redirect` says so. */
export function asFetch(outgoing: Outgoing, limits: FetchLimits): (url: string | URL, init?: RequestInit) => Promise<Response> {
  return async (url, init = {}) => {
    const headers = Object.fromEntries(new Headers(init.headers).entries());
    const body = init.body === undefined || init.body === null ? undefined : await bytesOf(init.body);
    const answer = await outgoing.stream({
      url,
      method: init.method ?? 'GET',
      headers,
      ...(body === undefined ? {} : { body }),
      timeoutMs: limits.headersTimeoutMs,
      ...(init.redirect === 'manual' || init.redirect === 'error' ? {} : { redirects: { limit: 3 } }),
      ...(init.signal ? { signal: init.signal } : {}),
    });
    const hasBody = ![101, 204, 205, 304].includes(answer.status);
    if (!hasBody) answer.body.destroy();
    return new Response(hasBody ? bounded(answer.body, limits.maxBytes) : null, { status: answer.status, headers: withoutEncoding(answer.headers) });
  };
}

async function bytesOf(body: NonNullable<RequestInit['body']>): Promise<string | Uint8Array> {
  return typeof body === 'string' ? body : new Uint8Array(await new Response(body).arrayBuffer());
}

function bounded(body: Readable, maxBytes: number): ReadableStream<Uint8Array> {
  const parts: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
  let size = 0;
  return new ReadableStream({
    async pull(controller) {
      const part = await parts.next();
      if (part.done === true) return controller.close();
      size += part.value.length;
      if (size > maxBytes) {
        body.destroy();
        throw new OutgoingError('too-large', `The answer is larger than ${maxBytes} bytes.`);
      }
      controller.enqueue(new Uint8Array(part.value));
    },
    cancel() {
      body.destroy();
    },
  });
}

/** The body was decoded on its way; its headers must not say otherwise. */
function withoutEncoding(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'content-encoding' && name !== 'content-length'));
}
