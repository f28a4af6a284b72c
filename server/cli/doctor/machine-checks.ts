import { execFile } from 'node:child_process';
import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import type { HouseEnv } from '../../config/env';
import { type Check, fail, pass, warn } from './finding';

const gigabyte = 1024 ** 3;
const neededNode = 24;

/** Node, folders, disk, port and the programs beside us. */
export function machineChecks(env: HouseEnv): Check[] {
  return [
    { name: 'Node', run: async () => node() },
    { name: 'data folder', run: () => dataFolder(env.dataDir) },
    { name: 'disk space', run: () => diskSpace(env.dataDir) },
    { name: 'address', run: (signal) => address(env, signal) },
    { name: 'eSpeak NG', run: () => program(['espeak-ng', 'espeak'], '--version', 'speech in languages other than English', 'apt-get install espeak-ng') },
    {
      name: 'Chromium',
      run: () => program(['chromium', 'chromium-browser', 'google-chrome'], '--version', 'end-to-end tests only', 'apt-get install chromium'),
    },
  ];
}

function node() {
  const { node: version } = process.versions;
  return Number(version.split('.')[0]) >= neededNode ? pass(version) : fail(version, `npm install brings Node ${neededNode}; start through npm scripts`);
}

async function dataFolder(dir: string) {
  try {
    await mkdir(dir, { recursive: true });
    await access(dir, constants.W_OK);
    return pass(dir);
  } catch (error) {
    return fail(`${dir}: ${messageOf(error)}`, `make it writable for this user, or choose another: DATA_DIR=/path npm start`);
  }
}

async function diskSpace(dir: string) {
  const { bavail, bsize } = await statfs(dir);
  const free = (bavail * bsize) / gigabyte;
  const saw = `${free.toFixed(1)} GB free`;
  if (free < 0.5) return fail(saw, 'free some space: recordings and the database stop working when the disk is full');
  return free < 3 ? warn(saw, 'free some space: speech models take up to 2 GB, recordings 2 MB a minute') : pass(saw);
}

async function address(env: HouseEnv, signal: AbortSignal) {
  const where = `http://${env.host === '0.0.0.0' || env.host === '::' ? '127.0.0.1' : env.host}:${env.port}`;
  try {
    const answer = await fetch(`${where}/api/health`, { signal });
    const body: unknown = await answer.json().catch(() => undefined);
    if (typeof body === 'object' && body !== null && 'voice' in body && 'web' in body) {
      return answer.ok
        ? pass(`Parley answers at ${where}`)
        : warn(`Parley at ${where} is not ready: ${JSON.stringify(body)}`, 'wait a moment; the logs are in the data folder');
    }
    return fail(`something else answers at ${where}`, `PORT=${env.port + 1} npm start`);
  } catch {
    // Nobody answers HTTP there; somebody may still hold the port.
    return (await canListen(env.host, env.port)) ? pass(`${where} is free`) : fail(`${where} is in use`, `PORT=${env.port + 1} npm start`);
  }
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

async function program(names: readonly string[], flag: string, use: string, fix: string) {
  for (const name of names) {
    try {
      const { stdout } = await promisify(execFile)(name, [flag], { timeout: 8_000 });
      return pass(`${name}: ${stdout.split('\n')[0]?.trim() ?? ''}`);
    } catch {
      // Not under this name.
    }
  }
  return warn(`not found (for ${use})`, fix);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
