import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** One of the processes behind the gateway. */
export interface Upstream {
  readonly name: 'web' | 'voice';
  readonly port: number;
  /** Path that answers 200 when the process is ready. */
  readonly healthPath: string;
}

export interface GatewayOptions {
  readonly host: string;
  readonly port: number;
  readonly web: Upstream;
  readonly voice: Upstream;
  /** Believe `X-Forwarded-*` of whoever connects: only behind a proxy that sets them. */
  readonly trustProxy: boolean;
  /** Open connections at once; further ones are closed at accept. */
  readonly maxConnections?: number;
  /** How long an upstream may say nothing at all before its request is given up. */
  readonly answerTimeoutMs?: number;
}

export interface Gateway {
  readonly port: number;
  health(): Promise<Health>;
  /** Takes no new connections, gives open requests `graceMs` to end, then closes what is left. */
  close(graceMs: number): Promise<void>;
}

export interface Health {
  readonly status: 'ok' | 'unavailable';
  readonly web: 'ok' | 'unavailable';
  readonly voice: 'ok' | 'unavailable';
}

const connectTimeoutMs = 5_000;
const healthTimeoutMs = 2_000;

/** Headers that belong to one connection and are not passed on. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const forwarded = new Set(['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port', 'forwarded', 'x-real-ip']);

/**
 * Puts the two processes behind one origin: the public API, socket.io and telephony media go to the voice process, all
 * else to the pages. Bodies and sockets are streamed with back pressure; nothing is held in memory.
 * @throws Error with code EADDRINUSE or EACCES when the address cannot be had
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1_024, maxFreeSockets: 64 });
  const sockets = new Set<Socket>();
  const answerTimeoutMs = options.answerTimeoutMs ?? 300_000;
  let isClosing = false;

  const server = http.createServer({ maxHeaderSize: 32 * 1024, headersTimeout: 20_000, requestTimeout: 600_000, keepAliveTimeout: 65_000 });
  server.maxConnections = options.maxConnections ?? 10_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request, response) => {
    if (pathOf(request) === '/api/health') void answerHealth(request, response);
    else forward(request, response);
  });
  server.on('upgrade', (request, socket: Socket, head) => forwardUpgrade(request, socket, head));
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else socket.destroy();
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();

  return {
    port: address !== null && typeof address === 'object' ? address.port : options.port,
    health,
    async close(graceMs) {
      isClosing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, graceMs);
      await closed;
      clearTimeout(timer);
      agent.destroy();
    },
  };

  function upstreamFor(request: IncomingMessage): Upstream {
    return /^\/(v1|v2|sagemaker|socket\.io|media|docs\/api|widget)(\/|$)|^\/(openapi\.json|widget\.js)$/.test(pathOf(request)) ? options.voice : options.web;
  }

  /** With `isAgain` over a connection of its own. */
  function forward(request: IncomingMessage, response: ServerResponse, isAgain = false): void {
    const upstream = upstreamFor(request);
    const outgoing = http.request({
      host: '127.0.0.1',
      port: upstream.port,
      method: request.method,
      path: request.url,
      headers: headersFor(request),
      agent: isAgain ? false : agent,
    });
    outgoing.setTimeout(answerTimeoutMs, () => outgoing.destroy(new Error('timed out')));
    outgoing.on('response', (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, withoutHopByHop(incoming.rawHeaders, isClosing));
      // Also ends the one when the other breaks, so that neither side waits for a partner that is gone.
      pipeline(incoming, response, () => {});
    });
    // An early answer, a 413 for instance, may come before the body was read to its end.
    if (isAgain) outgoing.end();
    else pipeline(request, outgoing, () => {});
    outgoing.on('error', (error) => {
      request.unpipe(outgoing);
      if (response.headersSent || response.destroyed) response.destroy();
      // The other end may close a kept connection in the very moment in which it is used again.
      else if (outgoing.reusedSocket && !isAgain && (request.method === 'GET' || request.method === 'HEAD')) forward(request, response, true);
      else refuse(response, upstream, error);
    });
    response.on('close', () => outgoing.destroy());
  }

  function forwardUpgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const upstream = upstreamFor(request);
    const outgoing = connect({ host: '127.0.0.1', port: upstream.port });
    let isConnected = false;
    outgoing.setTimeout(connectTimeoutMs, () => outgoing.destroy(new Error('timed out')));
    outgoing.setNoDelay(true);
    socket.setNoDelay(true);
    // The HTTP server's idle limit is not for sockets: whoever speaks the protocol inside decides when it is dead.
    socket.setTimeout(0);
    outgoing.on('connect', () => {
      isConnected = true;
      outgoing.setTimeout(0);
      outgoing.write(upgradeHead(request));
      if (head.length > 0) outgoing.write(head);
      outgoing.pipe(socket);
      socket.pipe(outgoing);
    });
    outgoing.on('error', () => {
      if (!isConnected && socket.writable) socket.end(unavailableHead(upstream));
    });
    socket.on('error', () => outgoing.destroy());
    outgoing.on('close', () => (isConnected ? socket.destroySoon() : undefined));
    socket.on('close', () => outgoing.destroy());
  }

  function headersFor(request: IncomingMessage): http.OutgoingHttpHeaders {
    const headers: http.OutgoingHttpHeaders = {};
    const dropped = namedByConnection(request);
    for (const [name, value] of Object.entries(request.headers)) if (!hopByHop.has(name) && !forwarded.has(name) && !dropped.has(name)) headers[name] = value;
    // A body without a length is sent on in chunks again.
    if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';
    return { ...headers, ...forwardedHeaders(request) };
  }

  function forwardedHeaders(request: IncomingMessage): Record<string, string> {
    const peer = request.socket.remoteAddress ?? '';
    const told = (name: string): string | undefined => (options.trustProxy ? one(request.headers[name]) : undefined);
    const chain = told('x-forwarded-for');
    return {
      'x-forwarded-for': chain === undefined ? peer : `${chain}, ${peer}`,
      'x-forwarded-proto': told('x-forwarded-proto') ?? 'http',
      'x-forwarded-host': told('x-forwarded-host') ?? request.headers.host ?? '',
    };
  }

  /** The request line and headers as they came, so that nothing of the handshake is lost, with our own forwarded ones. */
  function upgradeHead(request: IncomingMessage): string {
    const lines = [`${request.method} ${request.url} HTTP/1.1`];
    for (let i = 0; i < request.rawHeaders.length; i += 2) {
      const name = request.rawHeaders[i] ?? '';
      if (!forwarded.has(name.toLowerCase())) lines.push(`${name}: ${request.rawHeaders[i + 1]}`);
    }
    for (const [name, value] of Object.entries(forwardedHeaders(request))) lines.push(`${name}: ${value}`);
    return `${lines.join('\r\n')}\r\n\r\n`;
  }

  async function health(): Promise<Health> {
    const [web, voice] = await Promise.all([isReady(options.web), isReady(options.voice)]);
    const say = (ready: boolean) => (ready ? 'ok' : 'unavailable');
    return { status: say(web && voice && !isClosing), web: say(web), voice: say(voice) };
  }

  async function answerHealth(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    const state = await health();
    if (!response.destroyed) answerJson(response, state.status === 'ok' ? 200 : 503, state);
  }
}

/** Whether the process behind answers its health path with 200 in time. */
export async function isReady(upstream: Upstream): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${upstream.port}${upstream.healthPath}`, { signal: AbortSignal.timeout(healthTimeoutMs), redirect: 'manual' });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    // Refused, reset or too slow: all the same to whoever asks.
    return false;
  }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

/** A client may name further headers that end with this connection. */
function namedByConnection(request: IncomingMessage): Set<string> {
  return new Set((request.headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
}

function withoutHopByHop(rawHeaders: readonly string[], isClosing: boolean): string[] {
  const kept: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (!hopByHop.has(name.toLowerCase())) kept.push(name, rawHeaders[i + 1] ?? '');
  }
  if (isClosing) kept.push('connection', 'close');
  return kept;
}

function refuse(response: ServerResponse, upstream: Upstream, error: Error): void {
  if (error.message === 'timed out') answerJson(response, 504, detail('timeout', `The ${upstream.name} process did not answer in time.`));
  else if ('code' in error && error.code === 'ECONNREFUSED') answerJson(response, 503, unavailable(upstream), { 'retry-after': '2' });
  else answerJson(response, 502, detail('bad_gateway', `The ${upstream.name} process broke off. Try again.`));
}

function answerJson(response: ServerResponse, status: number, body: unknown, headers: http.OutgoingHttpHeaders = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'cache-control': 'no-store', ...headers });
  response.end(text);
}

/** The shape of the public API's errors, so that its clients can read this one too. */
function detail(status: string, message: string): unknown {
  return { detail: { status, message } };
}

function unavailable(upstream: Upstream): unknown {
  return detail('service_unavailable', `The ${upstream.name} process is starting or stopping. Try again in a moment.`);
}

function unavailableHead(upstream: Upstream): string {
  const body = JSON.stringify(unavailable(upstream));
  return [
    'HTTP/1.1 503 Service Unavailable',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'retry-after: 2',
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
