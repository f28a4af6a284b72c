import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asFetch } from './as-fetch';
import { kindOf } from './address-kind';
import { Outgoing, type OutgoingOptions, type OutgoingRequest } from './outgoing';
import { OutgoingError } from './outgoing-error';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const closers: (() => Promise<unknown>)[] = [];
let seen: Seen[];
let port: number;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  seen = [];
  answer = (_, response) => response.end('hello');
  port = await listening();
});

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

test('an address that only this machine or its network can reach is refused before anything is sent', async () => {
  const outgoing = open({ allowPrivateHosts: [] });
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433', '0x7f.1', '127.1']) {
    await expect(failure(outgoing, { url: `http://${host}:${port}/` }), host).resolves.toMatchObject({ reason: 'refused-host', code: 'host_refused' });
  }
  expect(seen).toEqual([]);
});

test('special addresses are told from public ones, in IPv6 clothes too', () => {
  const special = ['10.0.0.1', '172.16.5.5', '192.168.1.1', '169.254.169.254', '100.64.0.1', '224.0.0.1', '255.255.255.255', '198.18.0.1', '0.0.0.0'];
  const special6 = [
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    '::7f00:1',
    '2001:db8::1',
    '100::1',
  ];
  for (const address of [...special, ...special6]) expect(kindOf(address), address).toBe('private');
  for (const address of ['93.184.216.34', '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808', '2002:808:808::'])
    expect(kindOf(address), address).toBe('public');
});

test('a name is refused when any of its addresses is private', async () => {
  const outgoing = open({ allowPrivateHosts: [], resolve: async () => [{ address: '93.184.216.34' }, { address: '10.0.0.7' }] });
  await expect(failure(outgoing, { url: 'http://mixed.example/' })).resolves.toMatchObject({ reason: 'refused-host' });
});

test('a name whose answer changes after the check is still connected to nothing but what was checked', async () => {
  let lookups = 0;
  // First a harmless address, then this machine: what a rebinding name server does.
  const outgoing = open({ allowPrivateHosts: [], resolve: async () => [{ address: lookups++ === 0 ? '203.0.113.1' : '127.0.0.1' }] });
  await expect(failure(outgoing, { url: `http://rebind.example:${port}/` })).resolves.toMatchObject({ reason: 'refused-host' });
  await expect(failure(outgoing, { url: `http://rebind.example:${port}/` })).resolves.toMatchObject({ reason: 'refused-host' });
  expect(lookups).toBe(2);
  expect(seen).toEqual([]);
});

test('each connection looks the name up once and goes to that address under that name', async () => {
  const lookups: string[] = [];
  const outgoing = open({
    allowPrivateHosts: ['127.0.0.1'],
    resolve: async (name) => {
      lookups.push(name);
      return [{ address: '127.0.0.1' }];
    },
  });
  await outgoing.request({ url: `http://tools.example:${port}/a`, timeoutMs: 5_000, maxBytes: 100 });
  expect(lookups).toEqual(['tools.example']);
  expect(seen[0]?.headers.host).toBe(`tools.example:${port}`);
});

test('the next address is tried when the first has nobody listening', async () => {
  const outgoing = open({ allowPrivateHosts: ['127.0.0.0/8', '::1'], resolve: async () => [{ address: '::1' }, { address: '127.0.0.1' }] });
  const { status } = await outgoing.request({ url: `http://tools.example:${port}/`, timeoutMs: 5_000, maxBytes: 100 });
  expect(status).toBe(200);
});

test('what the operator opened is reached: by host, host and port, address or network', async () => {
  for (const entry of ['localhost', `localhost:${port}`, '127.0.0.1', '127.0.0.0/8', '[::1]:1,127.0.0.1'].flatMap((each) => [each.split(',')])) {
    const outgoing = open({ allowPrivateHosts: entry, resolve: async () => [{ address: '127.0.0.1' }] });
    await expect(outgoing.request({ url: `http://localhost:${port}/`, timeoutMs: 5_000, maxBytes: 100 }), String(entry)).resolves.toMatchObject({
      status: 200,
    });
  }
  const elsewhere = open({ allowPrivateHosts: [`localhost:${port + 1}`, '10.0.0.0/8'] });
  await expect(failure(elsewhere, { url: `http://localhost:${port}/` })).resolves.toMatchObject({ reason: 'refused-host' });
});

test('a redirect to a private host is refused like a request to it', async () => {
  const inner = await listening();
  answer = (request, response) => {
    if (request.url === '/start') response.writeHead(302, { location: `http://127.0.0.1:${inner}/inner` }).end();
    else response.end('inner');
  };
  const outgoing = open({ allowPrivateHosts: [`127.0.0.1:${port}`] });
  await expect(failure(outgoing, { url: `http://127.0.0.1:${port}/start`, redirects: { limit: 3 } })).resolves.toMatchObject({ reason: 'refused-host' });
  expect(seen.map(({ url }) => url)).toEqual(['/start']);
});

test('only http and https are spoken, in redirects too', async () => {
  const outgoing = open();
  for (const url of ['file:///etc/passwd', 'ftp://example.com/', 'gopher://127.0.0.1:70/', 'not an address']) {
    await expect(failure(outgoing, { url }), url).resolves.toMatchObject({ reason: 'bad-address' });
  }
  answer = (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end();
  await expect(failure(outgoing, { url: `http://127.0.0.1:${port}/`, redirects: { limit: 3 } })).resolves.toMatchObject({ reason: 'refused-redirect' });
});

test('credentials stay with the origin they were meant for', async () => {
  const other = await listening();
  answer = (request, response) => {
    if (request.url === '/same') response.writeHead(307, { location: '/across' }).end();
    else if (request.url === '/across') response.writeHead(307, { location: `http://127.0.0.1:${other}/end` }).end();
    else response.end('end');
  };
  const headers = { Authorization: 'Bearer s3cret', Cookie: 'a=b', 'X-Api-Key': 'k', 'X-Order': '7', 'Content-Type': 'text/plain' };
  await open().request({
    url: `http://127.0.0.1:${port}/same`,
    method: 'POST',
    body: 'data',
    headers,
    redirects: { limit: 3 },
    timeoutMs: 5_000,
    maxBytes: 100,
  });
  const [same, across, end] = seen;
  expect(same?.headers).toMatchObject({ authorization: 'Bearer s3cret', 'x-api-key': 'k' });
  expect(across?.headers).toMatchObject({ authorization: 'Bearer s3cret', cookie: 'a=b', 'x-api-key': 'k' });
  for (const name of ['authorization', 'cookie', 'x-api-key']) expect(end?.headers).not.toHaveProperty(name);
  expect(end).toMatchObject({ method: 'POST', body: 'data', headers: { 'x-order': '7', 'content-type': 'text/plain' } });
});

test('a 303 is followed with GET and without the body, and a redirect nobody asked to follow is an answer', async () => {
  answer = (request, response) => (request.url === '/a' ? response.writeHead(303, { location: '/b' }).end() : response.end('b'));
  const outgoing = open();
  const request = { url: `http://127.0.0.1:${port}/a`, method: 'POST', body: '{}', timeoutMs: 5_000, maxBytes: 100 };
  await expect(outgoing.request(request)).resolves.toMatchObject({ status: 303 });
  await expect(outgoing.request({ ...request, redirects: { limit: 1 } })).resolves.toMatchObject({ status: 200, url: `http://127.0.0.1:${port}/b` });
  expect(seen.at(-1)).toMatchObject({ method: 'GET', body: '' });
});

test('redirects end: by their number, and where the caller says so', async () => {
  answer = (_, response) => response.writeHead(302, { location: '/again' }).end();
  await expect(failure(open(), { url: `http://127.0.0.1:${port}/`, redirects: { limit: 2 } })).resolves.toMatchObject({ reason: 'too-many-redirects' });
  expect(seen).toHaveLength(3);
  answer = (_, response) => response.writeHead(302, { location: 'http://evil.example/' }).end();
  const rules = { limit: 2, mayGoTo: (url: URL) => url.hostname.endsWith('.good.example') };
  await expect(failure(open(), { url: `http://127.0.0.1:${port}/`, redirects: rules })).resolves.toMatchObject({ reason: 'refused-redirect' });
});

test('an answer larger than its limit is given up, also when it was packed small', async () => {
  answer = (_, response) => response.end('x'.repeat(2_000));
  await expect(failure(open(), { url: `http://127.0.0.1:${port}/` })).resolves.toMatchObject({ reason: 'too-large' });
  answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1_000_000)));
  await expect(failure(open(), { url: `http://127.0.0.1:${port}/` })).resolves.toMatchObject({ reason: 'too-large' });
  answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('small'));
  const { body } = await open().request({ url: `http://127.0.0.1:${port}/`, timeoutMs: 5_000, maxBytes: 100 });
  expect(new TextDecoder().decode(body)).toBe('small');
});

test('a peer that says nothing, or stops in the middle, is given up after the limit', async () => {
  answer = () => undefined;
  await expect(failure(open(), { url: `http://127.0.0.1:${port}/`, timeoutMs: 30 })).resolves.toMatchObject({ reason: 'timed-out', code: 'request_failed' });
  answer = (_, response) => response.writeHead(200).write('one');
  await expect(failure(open(), { url: `http://127.0.0.1:${port}/`, timeoutMs: 30 })).resolves.toMatchObject({ reason: 'timed-out' });
});

test('being cancelled is the caller’s reason and no failure of ours', async () => {
  answer = () => undefined;
  const cancel = new AbortController();
  const asked = open().request({ url: `http://127.0.0.1:${port}/`, timeoutMs: 5_000, maxBytes: 100, signal: cancel.signal });
  cancel.abort('enough');
  await expect(asked).rejects.toBe('enough');
});

test('nobody listening, an unknown name and a connection that breaks are told apart', async () => {
  const outgoing = open({ allowPrivateHosts: ['127.0.0.1'] });
  await expect(failure(outgoing, { url: 'http://127.0.0.1:1/' })).resolves.toMatchObject({ reason: 'unreachable' });
  const lost = open({
    allowPrivateHosts: [],
    resolve: async () => {
      throw new Error('ENOTFOUND');
    },
  });
  await expect(failure(lost, { url: 'http://nowhere.example/' })).resolves.toMatchObject({ reason: 'unknown-host' });
  answer = (request) => request.socket.destroy();
  await expect(failure(outgoing, { url: `http://127.0.0.1:${port}/` })).resolves.toMatchObject({ code: 'request_failed' });
});

test('user and password in an address become a header and leave the address', async () => {
  const { url } = await open().request({ url: `http://me:p%40ss@127.0.0.1:${port}/x`, timeoutMs: 5_000, maxBytes: 100 });
  expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  expect(url).toBe(`http://127.0.0.1:${port}/x`);
});

test('as fetch it streams, keeps the status and refuses the same hosts', async () => {
  answer = (request, response) => {
    if (request.url === '/stream') {
      response.writeHead(201, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      return;
    }
    response.end('x'.repeat(5_000));
  };
  const fetch = asFetch(open(), { headersTimeoutMs: 5_000, maxBytes: 1_000 });
  const life = new AbortController();
  const response = await fetch(`http://127.0.0.1:${port}/stream`, { method: 'POST', body: 'hi', headers: { 'x-a': 'b' }, signal: life.signal });
  expect(response.status).toBe(201);
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: 1\n\n');
  expect(seen[0]).toMatchObject({ method: 'POST', body: 'hi', headers: { 'x-a': 'b' } });
  life.abort();
  await expect((await fetch(`http://127.0.0.1:${port}/big`)).text()).rejects.toThrow(/larger than 1000 bytes/);
  await expect(asFetch(open({ allowPrivateHosts: [] }), { headersTimeoutMs: 5_000, maxBytes: 10 })(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
    reason: 'refused-host',
  });
});

function open(options: OutgoingOptions = { allowPrivateHosts: ['127.0.0.1'] }): Outgoing {
  const outgoing = new Outgoing(options);
  closers.push(() => outgoing.close());
  return outgoing;
}

async function failure(outgoing: Outgoing, request: Partial<OutgoingRequest> & { url: string }): Promise<OutgoingError> {
  const thrown: unknown = await outgoing.request({ timeoutMs: 5_000, maxBytes: 1_000, ...request }).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof OutgoingError) return thrown;
  throw new Error('the request was answered or failed otherwise', { cause: thrown });
}

async function listening(): Promise<number> {
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  return (server.address() as AddressInfo).port;
}
