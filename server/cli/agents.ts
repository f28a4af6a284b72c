import { parseArgs } from 'node:util';
import { scopeForSystem } from '../auth/scope';
import { listAgents } from '../domain/agents/list-agents';
import { demoSlug } from './shared/demo';
import { withInstallation } from './shared/with-installation';

const usage = 'usage: agents list [--workspace <slug>]';

/** `agents list [--workspace demo]`: id, language and name of each agent, separated by tabs. */
export async function run(args: string[]): Promise<number> {
  const [command, ...rest] = args;
  const { values } = parseArgs({ args: rest, options: { workspace: { type: 'string', default: demoSlug } } });
  if (command !== 'list') {
    console.error(usage);
    return 2;
  }
  await withInstallation(async (db) => {
    const scope = await scopeForSystem(db, values.workspace, 'command-line');
    let cursor: string | undefined;
    do {
      const page = await listAgents(scope, { cursor, pageSize: 100 });
      for (const agent of page.items) console.log([agent.id, agent.language, agent.name].join('\t'));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  });
  return 0;
}
