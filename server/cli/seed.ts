import { foundWorkspace } from '../auth/found-workspace';
import { scopeForMember } from '../auth/scope';
import { demoAgents } from '../contracts/demo-agents';
import type { Database } from '../db/client';
import { createAgent } from '../domain/agents/create-agent';
import { configOfDemo } from '../domain/agents/templates';
import { newId } from '../lib/new-id';
import { demoOwnerEmail, demoSlug } from './shared/demo';
import { withInstallation } from './shared/with-installation';

const scenarios: Readonly<Record<string, { readonly summary: string; plant(db: Database): Promise<string> }>> = {
  demo: { summary: 'a workspace with an owner and three agents anyone may talk to', plant: plantDemo },
};

export async function run(args: string[]): Promise<number> {
  const scenario = scenarios[args[0] ?? ''];
  if (scenario === undefined) {
    for (const [name, { summary }] of Object.entries(scenarios)) console.log(`seed ${name}: ${summary}`);
    return args[0] === 'list' ? 0 : 2;
  }
  console.log(await withInstallation((db) => scenario.plant(db)));
  return 0;
}

/** Makes what is missing of the demo workspace; what is there, however it was changed since, stays as it is. */
export async function plantDemo(db: Database): Promise<string> {
  const owner = await db.user.upsert({
    where: { email: demoOwnerEmail },
    create: { id: newId('user'), email: demoOwnerEmail, name: 'Owner', emailVerified: new Date() },
    update: {},
  });
  const existing = await db.workspace.findUnique({ where: { slug: demoSlug } });
  if (existing !== null) return `the workspace ${demoSlug} is there already`;
  const workspace = await foundWorkspace(db, { ownerId: owner.id, name: 'Demo', slug: demoSlug });
  const scope = await scopeForMember(db, owner.id, workspace.id);
  // The list shows the newest first, and the first of these is the one to begin with.
  for (const demo of demoAgents.toReversed()) await createAgent(scope, { name: demo.name, tags: ['demo'], config: configOfDemo(demo) });
  return `made the workspace ${demoSlug} with ${demoAgents.length} agents`;
}
