// `npm run prisma -- …`: the Prisma CLI. Uses Prisma's native schema engine where its package has one, and the
// WebAssembly engine from the registry where that download was not possible. Both read and write the same migrations.
// Commands that need a database get the embedded one, started for as long as they run, unless DATABASE_URL names another.
import { spawnSync } from 'node:child_process';
import { rootDir } from './house/paths.ts';
import { prismaCommand } from './house/prisma-command.ts';
import { houseSettings } from './house/settings.ts';
import { withDatabase } from './house/with-database.ts';

const args = process.argv.slice(2);
const needsDatabase = ['migrate', 'db', 'studio'].includes(args[0] ?? '');
process.exit(needsDatabase ? await withDatabase(houseSettings(), runPrisma) : runPrisma());

function runPrisma(databaseUrl?: string): number {
  const environment = databaseUrl === undefined ? process.env : { ...process.env, DATABASE_URL: databaseUrl };
  const { command, args: all, env } = prismaCommand(args, environment);
  return spawnSync(command, all, { cwd: rootDir, stdio: 'inherit', env }).status ?? 1;
}
