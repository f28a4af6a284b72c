import http from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer, WebSocket as WebSocketClient } from 'ws';
import { freePort } from './free-port.ts';
import { type Gateway, startGateway } from './gateway.ts';

let gateway: Gateway;
let trusting: Gateway;
let web: http.Server;
let voice: http.Server;
let deadPort: number;
let origin: string;

const usedConnections = new WeakSet<object>();

/** Answers with what it was asked, so that a test sees what the gateway passed on. */
function echo(name: string): http.Server {
  const server = http.createServer(async (request, response) => {
    if (request.url === '/ready') return void response.end('ok');
    if (request.url === '/v1/refuse-early') {
      response.writeHead(413, { connection: 'close' });
      return void response.end('too large');
    }
    if (request.url === '/break-off') return void request.socket.destroy();
    if (request.url === '/once-a-connection') {
      if (usedConnections.has(request.socket)) return void request.socket.destroy();
      usedConnections.add(request.socket);
      return void response.end('fresh');
    }
    if (request.url === '/silent') return;
    let size = 0;
    for await (const chunk of request) size += (chunk as Buffer).length;
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name, url: request.url, method: request.method, headers: request.headers, size }));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket: WebSocket, request) => {
    socket.send(JSON.stringify({ name, url: request.url, headers: request.headers }));
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  return server;
}

async function listen(server: http.Server): Promise<number> {
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return port;
}

beforeAll(async () => {
  web = echo('web');
  voice = echo('voice');
  deadPort = await freePort();
  const options = {
    host: '127.0.0.1',
    port: 0,
    web: { name: 'web' as const, port: await listen(web), healthPath: '/ready' },
    voice: { name: 'voice' as const, port: await listen(voice), healthPath: '/ready' },
    answerTimeoutMs: 300,
  };
  gateway = await startGateway({ ...options, trustProxy: false });
  trusting = await startGateway({ ...options, trustProxy: true, voice: { ...options.voice, port: deadPort } });
  origin = `http://127.0.0.1:${gateway.port}`;
});

afterAll(async () => {
  await gateway.close(0);
  await trusting.close(0);
  for (const server of [web, voice]) {
    server.closeAllConnections();
    server.close();
  }
});

interface Echo {
  name: string;
  url: string;
  size: number;
  headers: Record<string, string>;
}

async function ask(path: string, init?: RequestInit, from = origin): Promise<Echo> {
  return (await (await fetch(from + path, init)).json()) as Echo;
}

test.each([
  ['/v1/convai/agents', 'voice'],
  ['/v1', 'voice'],
  ['/sagemaker/convai/conversation', 'voice'],
  ['/v2/voices?page_size=5', 'voice'],
  ['/openapi.json', 'voice'],
  ['/docs/api', 'voice'],
  ['/docs/api/reference.js', 'voice'],
  ['/docs', 'web'],
  ['/widget.js', 'voice'],
  ['/widget/noise.png', 'voice'],
  ['/widgets', 'web'],
  ['/socket.io/?EIO=4', 'voice'],
  ['/media/twilio', 'voice'],
  ['/', 'web'],
  ['/v1x', 'web'],
  ['/w/demo/agents?tab=/v1/', 'web'],
])('%s goes to the %s process', async (path, name) => {
  expect((await ask(path)).name).toBe(name);
});

test('method, query, body, repeated headers and the public host pass through', async () => {
  const answer = await fetch(`${origin}/v1/upload?x=1`, { method: 'POST', body: Buffer.alloc(3_000_000) });
  const seen = (await answer.json()) as Echo;
  expect(seen).toMatchObject({ url: '/v1/upload?x=1', size: 3_000_000 });
  expect(seen.headers['host']).toBe(`127.0.0.1:${gateway.port}`);
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test('forwarded headers of a stranger are replaced by ours', async () => {
  const { headers } = await ask('/', {
    headers: { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example', 'x-real-ip': '6.6.6.6' },
  });
  expect(headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http', 'x-forwarded-host': `127.0.0.1:${gateway.port}` });
  expect(headers['x-real-ip']).toBeUndefined();
});

test('behind a trusted proxy its forwarded headers are kept and the chain grows', async () => {
  const { headers } = await ask(
    '/',
    { headers: { 'x-forwarded-for': '9.9.9.9', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'talk.example' } },
    `http://127.0.0.1:${trusting.port}`,
  );
  expect(headers).toMatchObject({ 'x-forwarded-for': '9.9.9.9, 127.0.0.1', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'talk.example' });
});

test('a WebSocket is carried both ways, text and binary, with its path and our forwarded headers', async () => {
  const socket = new WebSocketClient(`${origin.replace('http', 'ws')}/v1/convai/conversation?agent_id=a`, { headers: { 'x-forwarded-for': '6.6.6.6' } });
  const inbox = messagesOf(socket);
  const hello = JSON.parse(String((await inbox.next()).value)) as Echo;
  expect(hello).toMatchObject({ name: 'voice', url: '/v1/convai/conversation?agent_id=a' });
  expect(hello.headers['x-forwarded-for']).toBe('127.0.0.1');
  socket.send('hello');
  expect(String((await inbox.next()).value)).toBe('hello');
  socket.send(Buffer.alloc(200_000, 7));
  expect(((await inbox.next()).value as Buffer).length).toBe(200_000);
  socket.close();
});

test('while a process is down its requests get 503 in the API’s error shape, sockets too, and the others go on', async () => {
  const from = `http://127.0.0.1:${trusting.port}`;
  const answer = await fetch(`${from}/v1/voices`);
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('2');
  expect(await answer.json()).toEqual({ detail: { status: 'service_unavailable', message: expect.stringContaining('voice process') as string } });
  expect((await fetch(`${from}/`)).status).toBe(200);
  const refused = new WebSocketClient(`${from.replace('http', 'ws')}/v1/convai/conversation`);
  const status = await new Promise((resolve) => {
    refused.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    refused.on('error', () => {});
  });
  expect(status).toBe(503);
  refused.terminate();
});

test('a process that breaks off gives 502 and one that says nothing gives 504', async () => {
  expect((await fetch(`${origin}/break-off`)).status).toBe(502);
  expect((await fetch(`${origin}/silent`)).status).toBe(504);
});

test('an answer that comes before the whole body was sent reaches the caller', async () => {
  const answer = await new Promise<number | undefined>((resolve, reject) => {
    const request = http.request(`${origin}/v1/refuse-early`, { method: 'POST', headers: { 'content-length': 50_000_000 } }, (response) => {
      resolve(response.statusCode);
      request.destroy();
    });
    request.on('error', reject);
    request.write(Buffer.alloc(1_000));
  });
  expect(answer).toBe(413);
});

test('health is 200 only when both processes answer', async () => {
  const good = await fetch(`${origin}/api/health`);
  expect([good.status, await good.json()]).toEqual([200, { status: 'ok', web: 'ok', voice: 'ok' }]);
  const bad = await fetch(`http://127.0.0.1:${trusting.port}/api/health`);
  expect([bad.status, await bad.json()]).toEqual([503, { status: 'unavailable', web: 'ok', voice: 'unavailable' }]);
});

test('what is not HTTP is answered with 400 and closed', async () => {
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(gateway.port, '127.0.0.1', () => socket.write('\x16\x03\x01 hello\r\n\r\n'));
    socket.on('data', (data) => resolve(data.toString()));
  });
  expect(answer).toContain('400 Bad Request');
});

test('closing ends open sockets once the grace is over', async () => {
  const passing = await startGateway({
    host: '127.0.0.1',
    port: 0,
    trustProxy: false,
    web: { name: 'web', port: deadPort, healthPath: '/ready' },
    voice: { name: 'voice', port: (voice.address() as { port: number }).port, healthPath: '/ready' },
  });
  const socket = new WebSocketClient(`ws://127.0.0.1:${passing.port}/socket.io/`);
  const closed = new Promise((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.on('message', resolve));
  await passing.close(10);
  await closed;
});

async function* messagesOf(socket: WebSocketClient): AsyncGenerator<Buffer> {
  const waiting: Buffer[] = [];
  let wake = (): void => {};
  socket.on('message', (data) => {
    waiting.push(data as Buffer);
    wake();
  });
  for (;;) {
    const next = waiting.shift();
    if (next !== undefined) yield next;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
}

test('a kept connection that the other end closes as it is used again is replaced, unseen by the caller', async () => {
  for (let i = 0; i < 3; i++) {
    const answer = await fetch(`${origin}/once-a-connection`);
    expect([answer.status, await answer.text()]).toEqual([200, 'fresh']);
  }
});
