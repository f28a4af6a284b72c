import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { rootDir } from '../house/paths.ts';

/** Names the program for the tests that need one. */
export const livekitVariable = 'PARLEY_TEST_LIVEKIT_SERVER';

/** The newest whose Go module builds by its name alone. */
const version = 'v1.9.12';
const buildLimitMs = 6 * 60_000;
const run = promisify(execFile);

/** A LiveKit server's program: the one that is named, the one on the path, or one that Go builds; else why there is none. */
export async function livekitServer(): Promise<{ readonly program: string } | { readonly missing: string }> {
  const named = process.env[livekitVariable] ?? '';
  if (named !== '') return existsSync(named) ? { program: named } : { missing: `${livekitVariable} names ${named}, which is not there` };
  const installed = onPath('livekit-server');
  if (installed !== undefined) return { program: installed };
  const folder = path.join(rootDir, 'node_modules/.cache/livekit-server', version);
  const program = path.join(folder, 'livekit-server');
  if (existsSync(program)) return { program };
  if (onPath('go') === undefined) return { missing: 'neither livekit-server nor Go to build it with is on the path' };
  console.log(`Building LiveKit's server ${version} with Go, once …`);
  mkdirSync(folder, { recursive: true });
  try {
    await run('go', ['install', `github.com/livekit/livekit-server/cmd/server@${version}`], {
      env: { ...process.env, GOBIN: folder, GOFLAGS: '' },
      timeout: buildLimitMs,
    });
    renameSync(path.join(folder, 'server'), program);
    return { program };
  } catch (error) {
    const says = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : String(error);
    return { missing: `Go could not build it: ${says}` };
  }
}

function onPath(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, program)).find((place) => existsSync(place));
}
