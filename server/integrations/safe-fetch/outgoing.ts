import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, type Dispatcher, errors as undiciErrors } from 'undici';
import type { WebSocket } from 'ws';
import { systemClock } from '../../lib/clock';
import { AllowedPrivateHosts } from './allowed-private-hosts';
import { OutgoingError } from './outgoing-error';
import { openPinnedSocket, type OutgoingSocketRequest } from './pinned-socket';
import { pinnedConnector, resolveBySystem, type Resolve } from './pinned-connector';
import { type Hop, nextHop, type RedirectRules } from './redirects';

export interface OutgoingRequest {
  readonly url: string | URL;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** From the first look-up to the last byte; for a stream, to its headers. */
  readonly timeoutMs: number;
  /** Absent: a redirect is an answer like any other. */
  readonly redirects?: RedirectRules;
  readonly signal?: AbortSignal;
}

export interface OutgoingAnswer {
  readonly status: number;
  /** Names in lower case; several values of one name are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly body: Uint8Array;
}

export interface OutgoingStream extends Omit<OutgoingAnswer, 'body'> {
  /** To be read to its end or destroyed by whoever asked. */
  readonly body: Readable;
}

export interface OutgoingOptions {
  /** What `PARLEY_ALLOW_PRIVATE_HOSTS` names. */
  readonly allowPrivateHosts: readonly string[];
  /** Absent: the system's look-up. */
  readonly resolve?: Resolve;
}

const connectTimeoutMs = 10_000;

/** Requests to addresses that workspaces, documents or other servers name: never to this machine or its network unless the operator opened it. */
export class Outgoing {
  readonly #agent: Agent;
  readonly #rules: { readonly allowed: AllowedPrivateHosts; readonly resolve: Resolve };

  constructor({ allowPrivateHosts, resolve = resolveBySystem }: OutgoingOptions) {
    this.#rules = { allowed: new AllowedPrivateHosts(allowPrivateHosts), resolve };
    const connect = pinnedConnector({ ...this.#rules, connectTimeoutMs });
    this.#agent = new Agent({ connect, headersTimeout: 0, bodyTimeout: 0, maxHeaderSize: 32_768 });
  }

  /** Asks and reads the whole answer, which must fit into `maxBytes`. Any status is an answer; only having none throws. */
  async request(request: OutgoingRequest & { readonly maxBytes: number }): Promise<OutgoingAnswer> {
    const deadline = AbortSignal.timeout(request.timeoutMs);
    const signal = joined(request.signal, deadline);
    return namingFailures(request, deadline, async () => {
      const { body, ...head } = await this.#follow(request, signal);
      return { ...head, body: await readWithin(body, request.maxBytes) };
    });
  }

  /** Asks and hands over the body as it comes. `timeoutMs` bounds the wait for the headers, `signal` the whole. */
  async stream(request: OutgoingRequest): Promise<OutgoingStream> {
    const headersDeadline = new AbortController();
    const cancel = systemClock.after(request.timeoutMs, () => headersDeadline.abort());
    try {
      return await namingFailures(request, headersDeadline.signal, () => this.#follow(request, joined(request.signal, headersDeadline.signal)));
    } finally {
      cancel();
    }
  }

  /** Opens a web socket (`ws:` or `wss:`), under the same rules. It is closed by whoever opened it. */
  socket(request: OutgoingSocketRequest): Promise<WebSocket> {
    return openPinnedSocket(request, this.#rules);
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #follow(request: OutgoingRequest, signal: AbortSignal): Promise<OutgoingStream> {
    let hop = firstHop(request);
    for (let followed = 0; ; followed += 1) {
      const answer = await this.#ask(hop, signal);
      const next = request.redirects === undefined ? undefined : nextHop(hop, answer, request.redirects, followed);
      if (next === undefined) return answer;
      answer.body.destroy();
      hop = next;
    }
  }

  async #ask(hop: Hop, signal: AbortSignal): Promise<OutgoingStream> {
    const answer = await this.#agent.request({
      origin: hop.url.origin,
      path: `${hop.url.pathname}${hop.url.search}`,
      method: hop.method as Dispatcher.HttpMethod,
      headers: { ...hop.headers },
      body: hop.body ?? null,
      signal,
    });
    // Destroying a body before its end emits an error, which is no news to whoever destroyed it; readers get theirs from reading.
    answer.body.on('error', () => undefined);
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(answer.headers))
      if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
    return { status: answer.statusCode, headers, url: hop.url.href, body: decoded(answer.body, headers['content-encoding']) };
  }
}

/** The address, if it is one that may be asked at all. */
export function outgoingUrl(address: string | URL): URL {
  const url = URL.canParse(String(address)) ? new URL(address) : undefined;
  if (url === undefined) throw new OutgoingError('bad-address', 'The address is not a URL.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new OutgoingError('bad-address', `Addresses begin with http: or https:, not with ${url.protocol}`);
  return url;
}

function firstHop(request: OutgoingRequest): Hop {
  const url = outgoingUrl(request.url);
  const headers: Record<string, string> = { 'user-agent': 'parley', accept: '*/*' };
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
  if (url.username !== '' && headers['authorization'] === undefined) {
    headers['authorization'] = `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}`;
  }
  url.username = '';
  url.password = '';
  return { url, method: (request.method ?? 'GET').toUpperCase(), headers, ...(request.body === undefined ? {} : { body: request.body }) };
}

function joined(signal: AbortSignal | undefined, deadline: AbortSignal): AbortSignal {
  return signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
}

function decoded(body: Readable, encoding: string | undefined): Readable {
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'br'
        ? createBrotliDecompress()
        : encoding === 'deflate'
          ? createInflate()
          : undefined;
  if (decoder === undefined) return body;
  body.on('error', (error) => decoder.destroy(error));
  decoder.on('close', () => body.destroy());
  return body.pipe(decoder);
}

async function readWithin(body: Readable, maxBytes: number): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  // Leaving the loop early destroys the stream, and with it the connection.
  for await (const part of body as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw new OutgoingError('too-large', `The answer is larger than ${maxBytes} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function namingFailures<T>(request: OutgoingRequest, deadline: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason;
    if (error instanceof OutgoingError) throw error;
    if (deadline.aborted) throw new OutgoingError('timed-out', `There was no answer within ${request.timeoutMs} ms.`, error);
    if (error instanceof undiciErrors.ConnectTimeoutError)
      throw new OutgoingError('timed-out', `There was no connection within ${connectTimeoutMs} ms.`, error);
    if (error instanceof undiciErrors.InvalidArgumentError)
      throw new OutgoingError('bad-address', 'The request is not one that can be sent: look at its address, method and headers.', error);
    if (isConnectionFailure(error)) throw new OutgoingError('unreachable', `${outgoingUrl(request.url).host} was not reached.`, error);
    throw new OutgoingError('broken-answer', `${outgoingUrl(request.url).host} gave an answer that could not be read.`, error);
  }
}

function isConnectionFailure(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(ECONN|EHOST|ENET|EPIPE|EADDR|ETIMEDOUT|ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|UND_ERR_SOCKET)/.test(code);
}
