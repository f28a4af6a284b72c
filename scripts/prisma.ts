// `npm run prisma -- …`: the Prisma CLI. Uses Prisma's native schema engine where its package has one, and the
// WebAssembly engine from the registry where that download was not possible. Both read and write the same migrations.
import { spawnSync } from 'node:child_process';
import { rootDir } from './house/paths.ts';
import { prismaCommand } from './house/prisma-command.ts';

const { command, args, env } = prismaCommand(process.argv.slice(2));
const outcome = spawnSync(command, args, { cwd: rootDir, stdio: 'inherit', env });
process.exit(outcome.status ?? 1);
