import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from './process-alive.ts';
import { eventually } from './wait.ts';

export interface Instance {
  readonly pid: number;
  /** Where it is reached; empty while it is starting. */
  readonly address: string;
  /** Set once it has been told to stop; it may still wait for conversations to end. */
  readonly isStopping?: boolean;
  /** Processes it started, with a word that their command lines hold. */
  readonly children: Readonly<Record<string, { readonly pid: number; readonly marker: string }>>;
}

export interface InstanceLock {
  update(changes: Partial<Pick<Instance, 'address' | 'children' | 'isStopping'>>): void;
  release(): void;
}

interface ClaimOptions {
  readonly say?: (line: string) => void;
  /** How long an instance that is stopping may take. */
  readonly timeoutMs?: number;
}

const marker = 'scripts/start.ts';

/**
 * Makes this process the only one that serves `dataDir`: waits for an instance that is stopping, and ends what one that was
 * killed left running.
 * @throws Error that says where the other one is, when there is one
 */
export async function claimDataDir(dataDir: string, { say = () => {}, timeoutMs = 60_000 }: ClaimOptions = {}): Promise<InstanceLock> {
  mkdirSync(dataDir, { recursive: true });
  const file = lockFile(dataDir);
  let instance: Instance = { pid: process.pid, address: '', children: {} };
  if (!create(file, instance)) {
    await stopped(dataDir, { say, timeoutMs });
    const other = readInstance(dataDir);
    if (other !== undefined && other.pid !== process.pid && isAlive(other.pid, marker)) throw new Error(alreadyRunning(dataDir, other));
    await endOrphans(other);
    rmSync(file, { force: true });
    if (!create(file, instance)) throw new Error(`Another start on ${dataDir} was faster.`);
  }
  return {
    update(changes) {
      instance = { ...instance, ...changes };
      writeFileSync(file, JSON.stringify(instance), { mode: 0o600 });
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** The instance that serves `dataDir` now, if one does. */
export function runningInstance(dataDir: string): Instance | undefined {
  const instance = readInstance(dataDir);
  return instance !== undefined && isAlive(instance.pid, marker) ? instance : undefined;
}

async function stopped(dataDir: string, { say, timeoutMs }: Required<ClaimOptions>): Promise<void> {
  const isStopping = (): boolean => runningInstance(dataDir)?.isStopping === true;
  if (!isStopping()) return;
  say('  Waiting for the one that is stopping …');
  await eventually(() => !isStopping(), { timeoutMs });
}

function lockFile(dataDir: string): string {
  return path.join(dataDir, 'running.json');
}

function create(file: string, instance: Instance): boolean {
  try {
    writeFileSync(file, JSON.stringify(instance), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readInstance(dataDir: string): Instance | undefined {
  try {
    return JSON.parse(readFileSync(lockFile(dataDir), 'utf8')) as Instance;
  } catch {
    // Not there, or cut off by a crash of the machine: nobody holds it.
    return undefined;
  }
}

function alreadyRunning(dataDir: string, other: Instance): string {
  const where = other.address === '' ? 'It is still starting' : `It is at ${other.address}`;
  return `Parley is already running on ${dataDir} (process ${other.pid}). ${where}. Stop it with: kill ${other.pid}\nA second one needs a DATA_DIR and a PORT of its own.`;
}

async function endOrphans(killed: Instance | undefined): Promise<void> {
  for (const { pid, marker: word } of Object.values(killed?.children ?? {})) {
    if (!isAlive(pid, word)) continue;
    // Each is the leader of a process group.
    process.kill(-pid, 'SIGTERM');
    const hasEnded = await eventually(() => !isAlive(pid, word), { timeoutMs: 3_000 });
    if (!hasEnded) process.kill(-pid, 'SIGKILL');
  }
}
