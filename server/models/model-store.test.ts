import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelEntry } from './catalog';
import { fetchModel, listModels, type ModelProgress } from './model-store';

const never = new AbortController().signal;
const weights = randomBytes(400_000);
const name = 'small-model';
const file = 'weights.bin';

let modelsDir = '';
let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  modelsDir = await mkdtemp(join(tmpdir(), 'parley-models-'));
  answer = sendAll;
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(modelsDir, { recursive: true, force: true });
});

describe('fetching a model', () => {
  it('gives its files whole and says so', async () => {
    const phases: ModelProgress['phase'][] = [];
    await fetchModel(name, { modelsDir, signal: never, entries: [entry()], onProgress: ({ phase }) => phases.push(phase) });
    expect(await readFile(join(modelsDir, name, file))).toEqual(weights);
    expect([...new Set(phases)]).toEqual(['downloading', 'verifying', 'ready']);
    expect((await readdir(modelsDir)).filter((each) => each.startsWith('.'))).toEqual([]);
    expect(await stateOf(entry())).toBe('ready');
  });

  it('goes on where a broken connection stopped', async () => {
    const asked: (string | undefined)[] = [];
    answer = (request, response) => {
      asked.push(request.headers.range);
      if (asked.length > 1) return sendAll(request, response);
      response.writeHead(200, { 'content-length': weights.length });
      response.write(weights.subarray(0, 150_000), () => response.destroy());
    };
    await expect(fetchModel(name, { modelsDir, signal: never, entries: [entry()] })).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(await stateOf(entry())).toBe('absent');
    await fetchModel(name, { modelsDir, signal: never, entries: [entry()] });
    expect(asked[0]).toBeUndefined();
    expect(asked[1]).toMatch(/^bytes=[1-9]\d*-$/);
    expect(await readFile(join(modelsDir, name, file))).toEqual(weights);
  });

  it('starts over when the server knows no ranges', async () => {
    let requests = 0;
    answer = (_request, response) => {
      requests++;
      response.writeHead(200, { 'content-length': weights.length });
      if (requests === 1) response.write(weights.subarray(0, 150_000), () => response.destroy());
      else response.end(weights);
    };
    await expect(fetchModel(name, { modelsDir, signal: never, entries: [entry()] })).rejects.toThrow();
    await fetchModel(name, { modelsDir, signal: never, entries: [entry()] });
    expect(await readFile(join(modelsDir, name, file))).toEqual(weights);
  });

  it('refuses a file with another checksum, keeps none of it, and takes the next source', async () => {
    const forged = Buffer.from(weights);
    forged[7] = (forged[7] ?? 0) ^ 1;
    answer = (request, response) => (request.url === '/forged' ? response.end(forged) : sendAll(request, response));
    const one = entry(['/forged']);
    await expect(fetchModel(name, { modelsDir, signal: never, entries: [one] })).rejects.toThrow('another checksum');
    expect(await readdir(modelsDir)).toEqual([]);
    await fetchModel(name, { modelsDir, signal: never, entries: [entry(['/forged', '/'])] });
    expect(await readFile(join(modelsDir, name, file))).toEqual(weights);
  });

  it('refuses a file of another length', async () => {
    answer = (_request, response) => response.end(weights.subarray(1));
    await expect(fetchModel(name, { modelsDir, signal: never, entries: [entry()] })).rejects.toThrow('bytes instead of');
  });

  it('names what each source answered', async () => {
    answer = (_request, response) => response.writeHead(404).end();
    await expect(fetchModel(name, { modelsDir, signal: never, entries: [entry()] })).rejects.toThrow('answered 404');
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const reason = new Error('shutting down');
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': weights.length });
      response.write(weights.subarray(0, 1_000), () => stop.abort(reason));
    };
    await expect(fetchModel(name, { modelsDir, signal: stop.signal, entries: [entry()] })).rejects.toBe(reason);
    expect((await readdir(modelsDir)).filter((each) => each.startsWith('.lock'))).toEqual([]);
  });
});

describe('the lock', () => {
  it('lets one process fetch a model at a time', async () => {
    await writeFile(join(modelsDir, `.lock-${name}`), String(process.pid));
    await expect(fetchModel(name, { modelsDir, signal: never, entries: [entry()] })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('of a process that is gone counts as none', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeFile(join(modelsDir, `.lock-${name}`), String(pid));
    await fetchModel(name, { modelsDir, signal: never, entries: [entry()] });
    expect(await stateOf(entry())).toBe('ready');
  });
});

describe('a model brought by hand', () => {
  it('counts like a fetched one', async () => {
    await mkdir(join(modelsDir, name));
    await writeFile(join(modelsDir, name, file), weights);
    expect(await stateOf(entry())).toBe('ready');
    answer = () => expect.unreachable('nothing is fetched');
    await fetchModel(name, { modelsDir, signal: never, entries: [entry()] });
  });

  it('is told as damaged when it is another file, also after it was found right', async () => {
    await mkdir(join(modelsDir, name));
    await writeFile(join(modelsDir, name, file), weights);
    expect(await stateOf(entry())).toBe('ready');
    await writeFile(join(modelsDir, name, file), weights.subarray(0, 1_000));
    expect(await stateOf(entry())).toBe('damaged');
    await fetchModel(name, { modelsDir, signal: never, entries: [entry()] });
    expect(await stateOf(entry())).toBe('ready');
  });
});

function sendAll(request: IncomingMessage, response: ServerResponse): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const headers = from === 0 ? {} : { 'content-range': `bytes ${from}-${weights.length - 1}/${weights.length}` };
  response.writeHead(from === 0 ? 200 : 206, headers).end(weights.subarray(from));
}

function entry(paths: readonly string[] = ['/']): ModelEntry {
  const { port } = server.address() as AddressInfo;
  return {
    name,
    version: '1',
    title: 'A small model',
    licence: 'MIT',
    use: 'speech-to-text',
    isDefault: false,
    files: [{ name: file, bytes: weights.length, sha256: [createHash('sha256').update(weights).digest('hex')] }],
    sources: paths.map((path) => ({ kind: 'url', files: [{ name: file, url: `http://127.0.0.1:${port}${path}` }] })),
  };
}

async function stateOf(of: ModelEntry): Promise<string | undefined> {
  return (await listModels(modelsDir, never, [of]))[0]?.state;
}
