// `npm run -s parley -- <command>`: the command line, on the installation's own database and secret.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { applyMigrations } from '../server/db/apply-migrations.ts';
import { buildServer, generateClient } from './house/build.ts';
import { childEnvironment } from './house/child-environment.ts';
import { runningInstance } from './house/instance-lock.ts';
import { rootDir } from './house/paths.ts';
import { houseSettings } from './house/settings.ts';
import { withDatabase } from './house/with-database.ts';

const args = process.argv.slice(2);
// Ctrl-C is for the command; this process stays to put the database away.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const env = houseSettings();
  await generateClient();
  await buildServer();
  const publicUrl = runningInstance(env.dataDir)?.address || env.publicUrl;
  const command = (databaseUrl: string) => runCommand(childEnvironment(env, { databaseUrl, publicUrl }));
  if (args[0] !== 'doctor') {
    return withDatabase(env, async (databaseUrl) => {
      await applyMigrations(databaseUrl, path.join(rootDir, 'prisma/migrations'));
      return command(databaseUrl);
    });
  }
  // The doctor looks at a database that is not in order, too, and at one that cannot be started.
  try {
    return await withDatabase(env, command);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return runCommand(childEnvironment(env, { databaseUrl: '', publicUrl }), ['doctor', '--database-problem', problem]);
  }
}

function runCommand(environment: NodeJS.ProcessEnv, command: readonly string[] = args): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', path.join(rootDir, 'dist/cli.mjs'), ...command], {
      cwd: process.cwd(),
      env: environment,
      stdio: 'inherit',
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
