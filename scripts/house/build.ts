import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { fingerprintOf, hasChanged, remember } from './fingerprint.ts';
import { rootDir } from './paths.ts';
import { prismaCommand } from './prisma-command.ts';
import { runQuietly } from './run-quietly.ts';

const schemaSources = ['prisma/schema', 'node_modules/prisma/package.json'];
const schemaRecord = path.join(rootDir, 'server/db/generated/.fingerprint.json');

const serverSources = ['server', 'prisma', 'tsconfig.json', 'package-lock.json', 'scripts/house/build.ts'];
const serverRecord = path.join(rootDir, 'dist/.fingerprint.json');

const webSources = [
  ...['app', 'components', 'server', 'public', 'messages', 'i18n', 'hooks', 'styles', 'prisma/schema'],
  ...['next.config.mjs', 'next.config.ts', 'postcss.config.mjs', 'proxy.ts', 'instrumentation.ts', 'tsconfig.json', 'package-lock.json'],
];
// The folder that next.config.mjs builds into.
const webRecord = path.join(rootDir, process.env['PARLEY_NEXT_DIST'] || '.next', 'parley-fingerprint.json');

export const nextProgram = path.join(rootDir, 'node_modules/next/dist/bin/next');

/** Makes the database client when the schema changed. Answers whether it had to. */
export async function generateClient(): Promise<boolean> {
  if (!hasChanged(schemaSources, schemaRecord)) return false;
  const fingerprint = fingerprintOf(schemaSources);
  const { command, args, env } = prismaCommand(['generate']);
  await runQuietly(command, args, { env, timeoutMs: 120_000 });
  remember(fingerprint, schemaRecord);
  return true;
}

/** Bundles the server's entries into `dist/` when their sources changed. Answers whether it had to. */
export async function buildServer(): Promise<boolean> {
  if (!hasChanged(serverSources, serverRecord)) return false;
  const fingerprint = fingerprintOf(serverSources);
  await build({
    absWorkingDir: rootDir,
    entryPoints: { server: 'server/main.ts', cli: 'server/cli/main.ts', ...commandEntries(), ...workerEntries() },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // Server and commands have most parts in common.
    splitting: true,
    // Beside the entries, since a worker's file is found relative to the module that starts it.
    chunkNames: '[name]-[hash]',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    packages: 'external',
    sourcemap: true,
    logLevel: 'silent',
  });
  remember(fingerprint, serverRecord);
  return true;
}

/** Builds the pages when their sources changed. Answers whether it had to. */
export async function buildWeb(environment: NodeJS.ProcessEnv): Promise<boolean> {
  if (!hasChanged(webSources, webRecord)) return false;
  const fingerprint = fingerprintOf(webSources);
  await runQuietly(process.execPath, [nextProgram, 'build'], { env: { ...environment, NODE_ENV: 'production' }, timeoutMs: 15 * 60_000 });
  remember(fingerprint, webRecord);
  return true;
}

/** The command line loads the one command that it was asked for, from `dist/cli-<name>.mjs`. */
function commandEntries(): Record<string, string> {
  const files = readdirSync(path.join(rootDir, 'server/cli')).filter((file) => /^[a-z-]+\.ts$/.test(file) && file !== 'main.ts');
  return Object.fromEntries(files.map((file) => [`cli-${path.basename(file, '.ts')}`, `server/cli/${file}`]));
}

/** Worker threads are started by file name, so each `server/**\/<name>.worker.ts` becomes a `dist/<name>.worker.mjs` of its own. */
function workerEntries(): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const file of readdirSync(path.join(rootDir, 'server'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.worker.ts')) continue;
    const name = path.basename(file, '.ts');
    if (entries[name] !== undefined) throw new Error(`Two worker files are called ${name}.ts (${entries[name]}, server/${file}): give one another name.`);
    entries[name] = `server/${file}`;
  }
  return entries;
}
