import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../../../lib/clock';

/** Ways in which a vendor fails. `disconnect` breaks off after the first piece of an answer. */
export type StubFailure = 'unauthorized' | 'rate-limited' | 'server-error' | 'hang' | 'garbage' | 'disconnect';

export interface StubBehaviour {
  readonly failure?: StubFailure | undefined;
  /** How many requests the failure befalls; absent: all. */
  readonly failures?: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** Before the first piece of an answer. */
  readonly firstMs?: number | undefined;
  /** Between pieces: a slow drip. */
  readonly chunkMs?: number | undefined;
}

export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** The body as text; for a socket all text messages so far, one a line. */
  body: string;
}

/** A vendor on this machine that speaks the real protocol. */
export interface Stub {
  /** Without a path: vendors' base URLs differ in theirs. */
  readonly url: string;
  readonly requests: StubRequest[];
  /** Answers and sockets that are still going on. */
  readonly active: number;
  behave(change: StubBehaviour): void;
  /** Resolves as soon as nothing is going on any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** What one vendor's stub does with a request that was not befallen by a failure. */
export interface StubExchange {
  readonly request: StubRequest;
  readonly bytes: Buffer;
  readonly response: ServerResponse;
  readonly behaviour: StubBehaviour;
  json(value: unknown, status?: number): void;
  /** Sends pieces with the pauses of the behaviour, and breaks off after the first under `disconnect`. */
  stream(contentType: string, pieces: Iterable<string | Uint8Array>): Promise<void>;
}

export interface StubSocket {
  readonly request: StubRequest;
  readonly socket: WebSocket;
  readonly behaviour: StubBehaviour;
  /** Resolves after the behaviour's pause before the first piece, or between pieces. */
  pause(isFirst: boolean): Promise<void>;
}

export interface StubVendor {
  /** The vendor's own body for a failure, `status` being its usual one. */
  failureBody(failure: StubFailure): { readonly status: number; readonly body: string };
  answer(exchange: StubExchange): void | Promise<void>;
  connect?(connection: StubSocket): void;
}

export async function startStub(vendor: StubVendor, initial: StubBehaviour = {}): Promise<Stub> {
  let behaviour = initial;
  let left = initial.failures ?? Number.POSITIVE_INFINITY;
  let active = 0;
  let waiting: (() => void)[] = [];
  const requests: StubRequest[] = [];
  const begin = () => {
    active++;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      active--;
      if (active > 0) return;
      for (const tell of waiting) tell();
      waiting = [];
    };
  };
  const failureNow = () => {
    if (behaviour.failure === undefined || left <= 0) return undefined;
    left--;
    return behaviour.failure;
  };

  const server = createServer((incoming, response) => {
    const end = begin();
    response.on('close', end);
    readBody(incoming).then(
      async (bytes) => {
        const request = requestOf(incoming, bytes.toString('latin1'));
        requests.push(request);
        const failure = failureNow();
        const now = { ...behaviour, failure };
        if (failure === 'hang') return;
        if (failure !== undefined && failure !== 'disconnect') return sendFailure(response, vendor, failure, behaviour);
        await vendor.answer({
          request,
          bytes,
          response,
          behaviour: now,
          json: (value, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value)),
          stream: (contentType, pieces) => sendPieces(response, contentType, pieces, now),
        });
      },
      // The client went away before its body was here.
      () => response.destroy(),
    );
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 8 * 1024 * 1024 });
  server.on('upgrade', (incoming, raw, head) => {
    const request = requestOf(incoming, '');
    requests.push(request);
    const failure = failureNow();
    if (failure === 'hang') {
      const end = begin();
      raw.on('close', end);
      raw.on('error', end);
      // The socket of an upgrade stays half open when its client leaves, unless one says otherwise.
      raw.on('end', () => raw.end());
      raw.resume();
      return;
    }
    if (failure !== undefined && failure !== 'disconnect' && failure !== 'garbage') {
      const { status, body } = vendor.failureBody(failure);
      raw.end(
        `HTTP/1.1 ${status} Refused\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${retryAfter(failure, behaviour)}connection: close\r\n\r\n${body}`,
      );
      return;
    }
    const now = { ...behaviour, failure };
    sockets.handleUpgrade(incoming, raw, head, (socket) => {
      const end = begin();
      socket.on('close', end);
      socket.on('message', (data, isBinary) => {
        if (!isBinary) request.body += `${String(data)}\n`;
      });
      vendor.connect?.({ request, socket, behaviour: now, pause: (isFirst) => pause(isFirst ? now.firstMs : now.chunkMs) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get active() {
      return active;
    },
    behave(change) {
      behaviour = change;
      left = change.failures ?? Number.POSITIVE_INFINITY;
    },
    idle: () => (active === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function requestOf(incoming: IncomingMessage, body: string): StubRequest {
  const url = new URL(incoming.url ?? '/', 'http://stub');
  return { method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams, headers: incoming.headers, body };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function sendFailure(response: ServerResponse, vendor: StubVendor, failure: StubFailure, behaviour: StubBehaviour): void {
  if (failure === 'garbage') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('<!doctype html><title>Welcome to nginx!</title>');
    return;
  }
  const { status, body } = vendor.failureBody(failure);
  const header = retryAfter(failure, behaviour).trim().split(': ');
  response.writeHead(status, { 'content-type': 'application/json', ...(header.length === 2 ? { [header[0] ?? '']: header[1] ?? '' } : {}) }).end(body);
}

function retryAfter(failure: StubFailure, behaviour: StubBehaviour): string {
  return failure === 'rate-limited' ? `retry-after: ${behaviour.retryAfterSeconds ?? 7}\r\n` : '';
}

async function sendPieces(response: ServerResponse, contentType: string, pieces: Iterable<string | Uint8Array>, behaviour: StubBehaviour): Promise<void> {
  response.writeHead(200, { 'content-type': contentType });
  response.flushHeaders();
  let isFirst = true;
  for (const piece of pieces) {
    await pause(isFirst ? behaviour.firstMs : behaviour.chunkMs);
    if (response.destroyed) return;
    await new Promise<void>((resolve) => response.write(piece, () => resolve()));
    if (behaviour.failure === 'disconnect') {
      response.destroy();
      return;
    }
    isFirst = false;
  }
  response.end();
}

function pause(ms: number | undefined): Promise<void> {
  return ms === undefined || ms === 0 ? Promise.resolve() : new Promise((resolve) => systemClock.after(ms, resolve));
}

/** An audible tone of 440 Hz, faded in and out, long as the text: 60 ms a letter. */
export function toneFor(text: string, sampleRate: number): Int16Array {
  const length = Math.round(sampleRate * 0.06 * Math.max(1, text.replace(/\s/g, '').length));
  const fade = sampleRate / 100;
  return Int16Array.from({ length }, (_, i) => Math.round(8_000 * Math.min(1, i / fade, (length - i) / fade) * Math.sin((2 * Math.PI * 440 * i) / sampleRate)));
}

export function piecesOf(pcm: Int16Array, samples: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < pcm.length; at += samples) {
    const part = pcm.subarray(at, at + samples);
    pieces.push(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  }
  return pieces;
}
