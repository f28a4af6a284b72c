import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Database, scopeForSystem } from '../auth/scope';
import { buildRest, buildServices } from '../build-rest';
import type { Env } from '../config/env';
import { createApiKey } from '../domain/api-keys/create-api-key';
import { revokeApiKey } from '../domain/api-keys/revoke-api-key';
import { silentLogger } from '../lib/logger';
import { type Api, openApi } from './import-elevenlabs/api';
import { KnownItems } from './import-elevenlabs/known-items';
import { moveWorkspace, type Outcome, type Report } from './import-elevenlabs/move';
import { withInstallation } from './shared/with-installation';

const usage = 'usage: import-elevenlabs --api-key <key> --workspace <slug> [--base-url https://api.elevenlabs.io]';
const marks: Readonly<Record<Outcome, string>> = { created: '+', updated: '~', kept: '=', failed: '✗' };

/** `import-elevenlabs --api-key … --workspace demo`: moves agents, tools, knowledge and tests over. Run again, it brings them up to date. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { 'api-key': { type: 'string' }, 'base-url': { type: 'string', default: 'https://api.elevenlabs.io' }, workspace: { type: 'string' } },
  });
  const { 'api-key': apiKey, 'base-url': baseUrl, workspace } = values;
  if (apiKey === undefined || workspace === undefined || !/^https?:/u.test(baseUrl) || !URL.canParse(baseUrl)) {
    console.error(usage);
    return 2;
  }
  const source = openApi((address, init) => fetch(new URL(address, baseUrl), init), apiKey);
  const report = await withInstallation((db, env) => importWorkspace({ db, env, source, sourceName: new URL(baseUrl).host, workspace }));
  print(report);
  return report.lines.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

/** Moves everything into one workspace through the public API itself: what it takes from everybody it takes from here, checked the same way. */
export async function importWorkspace(options: {
  readonly db: Database;
  readonly env: Env;
  readonly source: Api;
  readonly sourceName: string;
  readonly workspace: string;
}): Promise<Report> {
  const { db, env, source, sourceName, workspace } = options;
  const scope = await scopeForSystem(db, workspace, 'import');
  const services = buildServices({ env, log: silentLogger });
  const app = buildRest({ env, db, services, log: silentLogger });
  const { id, key } = await createApiKey(scope, { name: `Import from ${sourceName}` });
  try {
    const target = openApi(async (address, init) => app.request(address, init), key);
    const known = new KnownItems(path.join(env.dataDir, 'imports', `${sourceName.replaceAll(/[^\w.-]/gu, '_')}-${scope.workspaceId}.json`));
    return await moveWorkspace({ source, target, known });
  } finally {
    await revokeApiKey(scope, { apiKeyId: id });
    await services.jobs.close();
    await services.outgoing.close();
  }
}

function print({ lines, notes }: Report): void {
  for (const { kind, name, outcome, problem } of lines)
    console.log([marks[outcome], kind.padEnd(9), name, ...(problem === undefined ? [] : [`— ${problem}`])].join(' '));
  for (const note of notes) console.log(`! ${note}`);
  const count = (wanted: Outcome) => lines.filter(({ outcome }) => outcome === wanted).length;
  console.log(`${count('created')} created, ${count('updated')} updated, ${count('kept')} kept, ${count('failed')} failed`);
}
