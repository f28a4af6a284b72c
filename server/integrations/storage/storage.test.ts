import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../scripts/house/free-port';
import { openFilesystemStorage } from './filesystem';
import { openS3Storage } from './s3';
import type { Storage } from './storage';

const folder = mkdtempSync(join(tmpdir(), 'parley-storage-'));
const root = join(folder, 'files');
let s3: InstanceType<typeof S3rver>;
let storages: Record<string, Storage>;

beforeAll(async () => {
  const port = await freePort();
  s3 = new S3rver({ port, address: '127.0.0.1', silent: true, directory: join(folder, 's3'), configureBuckets: [{ name: 'parley', configs: [] }] });
  await s3.run();
  storages = {
    filesystem: openFilesystemStorage(root),
    S3: openS3Storage({
      bucket: 'parley',
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
      forcePathStyle: true,
    }),
  };
});

afterAll(async () => {
  await s3.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(['filesystem', 'S3'])('%s', (name) => {
  const storage = (): Storage => {
    const found = storages[name];
    if (found === undefined) throw new Error(`no storage ${name}`);
    return found;
  };
  const read = async (key: string, range?: { start: number; end?: number }) => buffer(await storage().get(key, range));

  it('gives back what was put, as a buffer and as a stream, byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7) % 256));
    await storage().put('recordings/ws_1/a.wav', bytes);
    expect((await read('recordings/ws_1/a.wav')).equals(bytes)).toBe(true);
    await storage().put('recordings/ws_1/b.wav', Readable.from([bytes.subarray(0, 100_001), bytes.subarray(100_001)]));
    expect((await read('recordings/ws_1/b.wav')).equals(bytes)).toBe(true);
    expect(await storage().stat('recordings/ws_1/b.wav')).toMatchObject({ key: 'recordings/ws_1/b.wav', size: 300_000 });
  });

  it('gives a part of it', async () => {
    await storage().put('part', Buffer.from('0123456789'));
    expect((await read('part', { start: 2, end: 4 })).toString()).toBe('234');
    expect((await read('part', { start: 7 })).toString()).toBe('789');
  });

  it('replaces, lists by prefix in order, and deletes; what is not there is missing and may be deleted', async () => {
    for (const key of ['list/b', 'list/a', 'other/c']) await storage().put(key, Buffer.from(key));
    await storage().put('list/a', Buffer.from('newer'));
    expect((await read('list/a')).toString()).toBe('newer');
    const keys = [];
    for await (const file of storage().list('list/')) keys.push(file.key);
    expect(keys).toEqual(['list/a', 'list/b']);
    await storage().delete('list/a');
    await storage().delete('list/a');
    expect(await storage().stat('list/a')).toBeNull();
    await expect(storage().get('list/a')).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each(['../outside', 'a/../../b', '/etc/passwd', 'a//b', '.hidden', 'a/.', 'a\\b', 'a b', 'a\0b', ''])('refuses the key %j', async (key) => {
    await expect(storage().put(key, Buffer.from('x'))).rejects.toMatchObject({ code: 'bad_request' });
    await expect(storage().get(key)).rejects.toMatchObject({ code: 'bad_request' });
    await expect(storage().delete(key)).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('leaves what was there when a stream breaks off', async () => {
    await storage().put('whole', Buffer.from('before'));
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half');
        throw new Error('the line broke');
      })(),
    );
    await expect(storage().put('whole', broken)).rejects.toThrow('the line broke');
    expect((await read('whole')).toString()).toBe('before');
    if (name === 'filesystem') expect(readdirSync(root).filter((file) => file.includes('partial'))).toEqual([]);
  });
});
