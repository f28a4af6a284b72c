// The server that `bench -- rest` measures: the real routes over a real, embedded database.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../scripts/house/embedded-postgres';
import { rootDir } from '../../scripts/house/paths';
import { applyMigrations } from '../../server/db/apply-migrations';
import { closeDatabase, openDatabase } from '../../server/db/client';
import { createAgent } from '../../server/domain/agents/create-agent';
import { newId } from '../../server/lib/new-id';
import { makeWorkspace } from '../../server/testing/factories';
import { startRestServer } from '../../server/testing/rest-server';
import { makeServices } from '../../server/testing/services';

const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-bench-'));
chmodSync(dataDir, 0o755); // under root PostgreSQL runs as somebody else
const postgres = await startEmbeddedPostgres({ dataDir, database: 'parley', isDisposable: true });
await applyMigrations(postgres.url, path.join(rootDir, 'prisma/migrations'));
const db = openDatabase(postgres.url);
const made = makeServices();
const workspace = await makeWorkspace(db);
const prompt = 'You are a friendly receptionist. '.repeat(60);
const agents = [];
for (let i = 0; i < 60; i++)
  agents.push(await createAgent(workspace.scope, { name: `Agent ${i}`, config: { conversationConfig: { agent: { prompt: { prompt } } } } }));
const [agent] = agents;
if (agent === undefined) throw new Error('no agents');
const conversations = Array.from({ length: 600 }, (_, i) => ({
  id: newId('conversation'),
  workspaceId: workspace.id,
  agentId: agent.id,
  agentVersionId: agent.version.id,
  status: 'done' as const,
  startedAt: new Date(Date.now() - i * 60_000),
  endedAt: new Date(Date.now() - i * 60_000 + 30_000),
  endReason: 'participant-left',
  authorizationMethod: 'public',
  language: 'en',
}));
await workspace.scope.db.conversation.createMany({ data: conversations });
const server = await startRestServer(db, made.services, { requestsPerMinute: 1_000_000 });
process.send?.({ url: server.url, apiKey: workspace.apiKey, agentId: agent.id, conversationId: conversations[0]?.id });

process.on('message', (message) => {
  if (message !== 'stop') return;
  void (async () => {
    await server.close();
    await closeDatabase(db);
    await postgres.stop();
    made.remove();
    rmSync(dataDir, { recursive: true, force: true });
    process.exit(0);
  })();
});
