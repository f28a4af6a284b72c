import http from 'node:http';
import type { Duplex } from 'node:stream';
import { convaiPath, orchestratorPath } from './transports/convai-websocket/upgrade';

export interface HttpParts {
  /** Answers everything below `/v1` and `/v2`. */
  readonly rest: (request: http.IncomingMessage, response: http.ServerResponse) => void;
  /** Answers whether the path is one of its own. */
  readonly speech?: { upgrade(request: http.IncomingMessage, socket: Duplex, head: Buffer): boolean };
  readonly convai: { upgrade(request: http.IncomingMessage, socket: Duplex, head: Buffer): void };
  /** Answers whether the path is one of its own. */
  readonly monitor?: { upgrade(request: http.IncomingMessage, socket: Duplex, head: Buffer): boolean };
  readonly isReady: () => boolean;
}

/** One HTTP server for machines: public API, conversation sockets, health. socket.io attaches itself to it afterwards. */
export function createHttpServer(parts: HttpParts): http.Server {
  const server = http.createServer({ requestTimeout: 120_000, headersTimeout: 20_000, keepAliveTimeout: 65_000 }, (request, response) => {
    const path = pathOf(request);
    if (path.startsWith('/socket.io/')) return;
    if (path === '/health') return health(response, parts.isReady());
    parts.rest(request, response);
  });
  server.on('upgrade', (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = pathOf(request);
    if (path.startsWith('/socket.io/')) return;
    if (path === convaiPath || path === orchestratorPath) return parts.convai.upgrade(request, socket, head);
    if (parts.speech?.upgrade(request, socket, head) === true) return;
    if (parts.monitor?.upgrade(request, socket, head) === true) return;
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-type: application/json\r\n\r\n{"detail":"Not Found"}');
  });
  return server;
}

function health(response: http.ServerResponse, isReady: boolean): void {
  response.writeHead(isReady ? 200 : 503, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: isReady ? 'ok' : 'draining' }));
}

function pathOf(request: http.IncomingMessage): string {
  const url = request.url ?? '/';
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}
