import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rootDir } from './paths.ts';

export interface Fingerprint {
  /** Changes when a file's name, size or time changes; takes milliseconds. */
  readonly stats: string;
  /** Changes when a file's contents change; read only when `stats` differ. */
  readonly contents: string;
}

/**
 * Whether `sources` (files and folders, relative to the repository) differ from what `record` remembers of them.
 * A checkout that touched files without changing them counts as the same, and is remembered as such.
 */
export function hasChanged(sources: readonly string[], record: string): boolean {
  const remembered = readRecord(record);
  if (remembered === undefined) return true;
  const files = filesIn(sources);
  const stats = statsOf(files);
  if (stats === remembered.stats) return false;
  const contents = contentsOf(files);
  if (contents !== remembered.contents) return true;
  remember({ stats, contents }, record);
  return false;
}

/** What the sources are now. Take it before building, so that a change made meanwhile is built the next time. */
export function fingerprintOf(sources: readonly string[]): Fingerprint {
  const files = filesIn(sources);
  return { stats: statsOf(files), contents: contentsOf(files) };
}

export function remember(fingerprint: Fingerprint, record: string): void {
  mkdirSync(path.dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify(fingerprint));
}

function readRecord(record: string): Fingerprint | undefined {
  try {
    return JSON.parse(readFileSync(record, 'utf8')) as Fingerprint;
  } catch {
    // Not there, or cut off by a crash: as good as never built.
    return undefined;
  }
}

/** Tests and what is generated do not go into a build. */
function isSource(name: string): boolean {
  return !/\.test\.tsx?$/.test(name) && name !== 'generated' && !name.startsWith('.');
}

function filesIn(sources: readonly string[]): string[] {
  const found: string[] = [];
  const visit = (relative: string): void => {
    const absolute = path.join(rootDir, relative);
    if (!existsSync(absolute)) return;
    if (!statSync(absolute).isDirectory()) {
      found.push(relative);
      return;
    }
    for (const name of readdirSync(absolute).sort()) if (isSource(name)) visit(path.join(relative, name));
  };
  for (const source of sources) visit(source);
  return found;
}

function statsOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(path.join(rootDir, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function contentsOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(rootDir, file)))
      .update('\n');
  return hash.digest('hex');
}
