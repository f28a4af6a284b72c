import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { extractFromZip } from './zip';

const never = new AbortController().signal;
const long = 'the same words again and again. '.repeat(20_000);
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-zip-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('takes a packed and an unpacked file out', async () => {
  const archive = await archiveOf([
    { path: 'a/first.txt', content: Buffer.from('plain'), packed: false },
    { path: 'a/second.bin', content: Buffer.from(long), packed: true },
  ]);
  expect(await extracted(archive, 'a/first.txt')).toBe('plain');
  expect(await extracted(archive, 'a/second.bin')).toBe(long);
});

it('finds the end behind a comment', async () => {
  const archive = await archiveOf([{ path: 'x', content: Buffer.from('here'), packed: true }], 'made by hand');
  expect(await extracted(archive, 'x')).toBe('here');
});

it('says which file is missing', async () => {
  const archive = await archiveOf([{ path: 'x', content: Buffer.from('here'), packed: true }]);
  await expect(extracted(archive, 'y')).rejects.toThrow('the archive has no y');
});

it('refuses what is no archive', async () => {
  const path = join(folder, 'page.html');
  await writeFile(path, '<html>not found</html>');
  await expect(extracted(path, 'x')).rejects.toThrow('not a ZIP archive');
});

async function extracted(archive: string, path: string): Promise<string> {
  const target = join(folder, 'out');
  await extractFromZip(archive, { path, target, signal: never });
  return readFile(target, 'utf8');
}

async function archiveOf(files: readonly { path: string; content: Buffer; packed: boolean }[], comment = ''): Promise<string> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { path, content, packed } of files) {
    const data = packed ? deflateRawSync(content) : content;
    const common = Buffer.alloc(26); // from "version needed" on, the same in both headers
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(packed ? 8 : 0, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);
    const header = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(path), data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, rest, Buffer.from(path)]));
    parts.push(header);
    at += header.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  const archive = join(folder, 'archive.zip');
  await writeFile(archive, Buffer.concat([...parts, list, end, Buffer.from(comment)]));
  return archive;
}
