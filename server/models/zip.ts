import { type FileHandle, open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { createReadStream, createWriteStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const localHeaderBytes = 30;

/** Writes one file of a ZIP archive (a Python wheel is one) to `target`. Archives past 4 GB are refused. */
export async function extractFromZip(archive: string, options: { path: string; target: string; signal: AbortSignal }): Promise<void> {
  const file = await open(archive, 'r');
  try {
    const entry = await findEntry(file, options.path);
    const local = await readAt(file, entry.headerAt, localHeaderBytes);
    const start = entry.headerAt + localHeaderBytes + local.readUInt16LE(26) + local.readUInt16LE(28);
    const packed = createReadStream(archive, { start, end: start + entry.packedBytes - 1 });
    const unpack = entry.method === 0 ? new PassThrough() : createInflateRaw();
    await pipeline(packed, unpack, createWriteStream(options.target), { signal: options.signal });
  } finally {
    await file.close();
  }
}

interface Entry {
  readonly method: number;
  readonly packedBytes: number;
  readonly headerAt: number;
}

async function findEntry(file: FileHandle, path: string): Promise<Entry> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - 66_000), Math.min(size, 66_000));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== endMark) end--;
  if (end < 0) throw new Error('not a ZIP archive');
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === entryMark; ) {
    const nameBytes = directory.readUInt16LE(at + 28);
    if (directory.toString('utf8', at + 46, at + 46 + nameBytes) === path) {
      const method = directory.readUInt16LE(at + 10);
      if (method !== 0 && method !== 8) throw new Error(`${path} is packed in an unknown way`);
      return { method, packedBytes: directory.readUInt32LE(at + 20), headerAt: directory.readUInt32LE(at + 42) };
    }
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  throw new Error(`the archive has no ${path}`);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
