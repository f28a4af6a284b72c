import { parseArgs } from 'node:util';
import { scopeForSystem } from '../auth/scope';
import { createGroup, deleteGroup, listGroups } from '../domain/groups/groups';
import { withInstallation } from './shared/with-installation';

const usage = 'usage: groups list|create|delete --workspace <slug> [--name <name>] [--id <group>]';

/** Groups that things are shared with: `groups create --workspace demo --name Support`. Members are put into them over the API. */
export async function run(args: string[]): Promise<number> {
  const [command, ...rest] = args;
  const { values } = parseArgs({ args: rest, options: { workspace: { type: 'string' }, name: { type: 'string' }, id: { type: 'string' } } });
  const { workspace, name, id } = values;
  if (workspace === undefined) return told(usage, 2);
  return withInstallation(async (db) => {
    const scope = await scopeForSystem(db, workspace, 'command-line');
    if (command === 'create' && name !== undefined) return told((await createGroup(scope, { name })).id, 0);
    if (command === 'delete' && id !== undefined) {
      await deleteGroup(scope, id);
      return told(`deleted ${id}`, 0);
    }
    if (command !== 'list') return told(usage, 2);
    for (const group of await listGroups(scope)) console.log(`${group.id}  ${group.name}  ${group.members.map(({ email }) => email).join(', ')}`);
    return 0;
  });
}

function told(text: string, code: number): number {
  console.log(text);
  return code;
}
