import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../lib/app-error';
import { catalog, type ModelEntry, totalBytes } from './catalog';
import { sha256Of } from './checksum';
import { fetchFrom } from './fetch-source';

export interface ModelProgress {
  readonly model: string;
  readonly phase: 'downloading' | 'converting' | 'verifying' | 'ready' | 'failed';
  readonly source: string;
  readonly receivedBytes: number;
  readonly totalBytes: number;
  /** Why, when it failed. */
  readonly problem?: string;
}

export type ModelState = 'ready' | 'absent' | 'damaged';

export interface StoredModel {
  readonly entry: ModelEntry;
  readonly state: ModelState;
  readonly detail: string;
}

const checkedFile = '.checked.json';

/** Every model of the catalogue and whether its files are here, whole. A folder put there by hand counts like a downloaded one. */
export async function listModels(modelsDir: string, signal: AbortSignal, entries: readonly ModelEntry[] = catalog): Promise<StoredModel[]> {
  const found: StoredModel[] = [];
  for (const entry of entries) found.push({ entry, ...(await inspect(modelsDir, entry, signal)) });
  return found;
}

export interface FetchModelOptions {
  readonly modelsDir: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ModelProgress) => void;
  /** The models to choose from; the catalogue when absent. */
  readonly entries?: readonly ModelEntry[];
}

/** Fetches a model unless it is here already. The engines see it when it is complete: its folder appears by one rename. */
export async function fetchModel(name: string, options: FetchModelOptions): Promise<void> {
  const entry = known(name, options.entries);
  const { modelsDir, signal } = options;
  const folder = join(modelsDir, name);
  if ((await inspect(modelsDir, entry, signal)).state === 'ready') return;
  await mkdir(modelsDir, { recursive: true });
  const unlock = await lock(modelsDir, name);
  const incoming = join(modelsDir, `.incoming-${name}`);
  const partial = join(modelsDir, `.partial-${name}`);
  const problems: string[] = [];
  try {
    for (const source of entry.sources) {
      const tell = (phase: ModelProgress['phase'], receivedBytes: number, problem?: string): void =>
        options.onProgress?.({
          model: name,
          phase,
          source: source.kind,
          receivedBytes,
          totalBytes: totalBytes(entry),
          ...(problem === undefined ? {} : { problem }),
        });
      try {
        await rm(incoming, { recursive: true, force: true });
        tell('downloading', 0);
        await fetchFrom(source, {
          entry,
          target: incoming,
          partial,
          signal,
          onBytes: (received) => tell('downloading', received),
          onConverting: () => tell('converting', totalBytes(entry)),
        });
        tell('verifying', totalBytes(entry));
        const problem = await firstProblem(incoming, entry, signal);
        if (problem !== undefined) {
          await rm(partial, { recursive: true, force: true });
          throw new Error(problem);
        }
        await noteChecked(incoming, entry);
        await rm(folder, { recursive: true, force: true });
        await rename(incoming, folder);
        await rm(partial, { recursive: true, force: true });
        tell('ready', totalBytes(entry));
        return;
      } catch (error) {
        signal.throwIfAborted();
        const problem = reasonOf(error);
        problems.push(`${source.kind}: ${problem}`);
        tell('failed', 0, problem);
      }
    }
    throw new AppError('provider_unavailable', `The model ${name} could not be fetched. ${problems.join('; ')}`);
  } finally {
    await rm(incoming, { recursive: true, force: true });
    await unlock();
  }
}

export async function removeModel(name: string, modelsDir: string): Promise<void> {
  known(name);
  for (const folder of [name, `.incoming-${name}`, `.partial-${name}`]) await rm(join(modelsDir, folder), { recursive: true, force: true });
}

function known(name: string, entries: readonly ModelEntry[] = catalog): ModelEntry {
  const entry = entries.find((each) => each.name === name);
  if (entry === undefined) throw new AppError('not_found', `There is no model ${name}. Known are ${entries.map((each) => each.name).join(', ')}.`);
  return entry;
}

async function inspect(modelsDir: string, entry: ModelEntry, signal: AbortSignal): Promise<{ state: ModelState; detail: string }> {
  const folder = join(modelsDir, entry.name);
  const present = await stat(folder).then(
    () => true,
    () => false, // not there
  );
  if (!present) return { state: 'absent', detail: 'not fetched' };
  if (await isChecked(folder, entry)) return { state: 'ready', detail: 'checksums match' };
  const problem = await firstProblem(folder, entry, signal);
  if (problem !== undefined) return { state: 'damaged', detail: problem };
  await noteChecked(folder, entry).catch(() => undefined); // a read-only folder is checked each time
  return { state: 'ready', detail: 'checksums match' };
}

async function firstProblem(folder: string, entry: ModelEntry, signal: AbortSignal): Promise<string | undefined> {
  for (const { name, bytes, sha256 } of entry.files) {
    const path = join(folder, name);
    const size = await sizeOf(path);
    if (size === undefined) return `${name} is missing`;
    if (size !== bytes) return `${name} has ${size} bytes instead of ${bytes}`;
    if (!sha256.includes(await sha256Of(path, signal))) return `${name} has another checksum than expected`;
  }
  return undefined;
}

function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined, // not there
  );
}

/** Reading 150 MB at each start is a second lost, so what was checked is remembered by size and time. */
async function noteChecked(folder: string, entry: ModelEntry): Promise<void> {
  await writeFile(join(folder, checkedFile), JSON.stringify(await fingerprint(folder, entry)));
}

async function isChecked(folder: string, entry: ModelEntry): Promise<boolean> {
  try {
    return (await readFile(join(folder, checkedFile), 'utf8')) === JSON.stringify(await fingerprint(folder, entry));
  } catch {
    // Never checked, or a file is missing: it is looked at in full.
    return false;
  }
}

async function fingerprint(folder: string, entry: ModelEntry): Promise<unknown> {
  return Promise.all(
    entry.files.map(async ({ name, sha256 }) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return { name, size, mtimeMs, sha256 };
    }),
  );
}

/** One process fetches a model at a time. A lock of a process that is gone counts as none. */
async function lock(modelsDir: string, name: string): Promise<() => Promise<void>> {
  const path = join(modelsDir, `.lock-${name}`);
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(await readFile(path, 'utf8').catch(() => ''));
      if (isRunning(owner)) throw new AppError('conflict', `Process ${owner} is fetching ${name} already.`);
      await rm(path, { force: true });
    }
  }
  throw new AppError('conflict', `Another process is fetching ${name} already.`);
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.message === 'fetch failed' ? `no connection (${error.cause.message})` : error.message;
}
