import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../lib/app-error';
import { checkKey } from './keys';
import type { Storage, StoredFile } from './storage';

const partial = '.partial';

/** Files below `root`. A file appears under its name only when it is whole: it is written beside it and then renamed. */
export function openFilesystemStorage(root: string): Storage {
  const placeOf = (key: string) => path.join(root, checkKey(key));

  return {
    async put(key, content) {
      const place = placeOf(key);
      await mkdir(path.dirname(place), { recursive: true });
      const temporary = `${place}.${randomBytes(6).toString('hex')}${partial}`;
      try {
        await pipeline(Buffer.isBuffer(content) ? Readable.from([content]) : content, createWriteStream(temporary, { mode: 0o600 }));
        await flushed(temporary);
        await rename(temporary, place);
      } catch (thrown) {
        await rm(temporary, { force: true });
        throw thrown;
      }
    },

    async get(key, range) {
      const place = placeOf(key);
      if (!(await isFile(place))) throw new AppError('not_found', `There is no file ${key}.`);
      return createReadStream(place, range === undefined ? {} : { start: range.start, ...(range.end === undefined ? {} : { end: range.end }) });
    },

    async stat(key) {
      return describe(key, placeOf(key));
    },

    async delete(key) {
      await rm(placeOf(key), { force: true });
    },

    async *list(prefix) {
      for (const key of (await keysBelow(root, '')).sort()) {
        if (!key.startsWith(prefix)) continue;
        const file = await describe(key, placeOf(key));
        if (file !== null) yield file;
      }
    },
  };
}

async function flushed(file: string): Promise<void> {
  await using handle = await open(file, 'r+');
  await handle.sync();
}

async function describe(key: string, place: string): Promise<StoredFile | null> {
  try {
    const found = await stat(place);
    return found.isFile() ? { key, size: found.size, modifiedAt: found.mtime } : null;
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
}

async function isFile(place: string): Promise<boolean> {
  return (await describe('', place)) !== null;
}

async function keysBelow(root: string, folder: string): Promise<string[]> {
  try {
    const entries = await readdir(path.join(root, folder), { withFileTypes: true });
    const found = await Promise.all(
      entries.map(async (entry) => {
        const key = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) return keysBelow(root, key);
        return entry.isFile() && !entry.name.endsWith(partial) ? [key] : [];
      }),
    );
    return found.flat();
  } catch (thrown) {
    if (isMissing(thrown)) return [];
    throw thrown;
  }
}

function isMissing(thrown: unknown): boolean {
  const code = (thrown as { code?: unknown }).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
