import { parseArgs } from 'node:util';
import { scopeForSystem } from '../auth/scope';
import { createApiKey } from '../domain/api-keys/create-api-key';
import { withInstallation } from './shared/with-installation';

const usage = 'usage: api-key create --workspace <slug> [--name <name>] [--all]';

/** `api-key create --workspace demo [--name laptop] [--all]`: prints a new key, which cannot be seen again; with `--all` it may manage the workspace too. */
export async function run(args: string[]): Promise<number> {
  const [command, ...rest] = args;
  const { values } = parseArgs({ args: rest, options: { workspace: { type: 'string' }, name: { type: 'string' }, all: { type: 'boolean' } } });
  const { workspace, name = 'Command line', all = false } = values;
  if (command !== 'create' || workspace === undefined) {
    console.error(usage);
    return 2;
  }
  const { key } = await withInstallation(async (db) =>
    createApiKey(await scopeForSystem(db, workspace, 'command-line'), { name, ...(all ? { permissions: ['all'] } : {}) }),
  );
  console.log(key);
  return 0;
}
