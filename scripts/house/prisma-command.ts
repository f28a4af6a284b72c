import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { rootDir } from './paths.ts';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** How to run the Prisma CLI with the schema engine that this machine has. */
export function prismaCommand(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): Command {
  const require = createRequire(import.meta.url);
  return {
    command: process.execPath,
    args: [require.resolve('prisma/build/index.js'), ...args],
    env: {
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      // Any absolute URL satisfies the commands that only read the schema; those that connect fail on it in words.
      DATABASE_URL: 'postgresql://no-database-configured.invalid/parley',
      ...environment,
      ...engineSetting(environment, require),
    },
  };
}

function engineSetting(environment: NodeJS.ProcessEnv, require: NodeJS.Require): { PRISMA_SCHEMA_ENGINE_BINARY?: string } {
  if (environment['PRISMA_SCHEMA_ENGINE_BINARY']) return {};
  const cli = path.dirname(require.resolve('prisma/package.json'));
  const engines = path.dirname(require.resolve('@prisma/engines/package.json', { paths: [cli] }));
  const hasNativeEngine = readdirSync(engines).some((file) => file.startsWith('schema-engine-'));
  return hasNativeEngine ? {} : { PRISMA_SCHEMA_ENGINE_BINARY: path.join(rootDir, 'scripts/schema-engine-wasm.mjs') };
}
