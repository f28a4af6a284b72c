import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseAgentConfig } from '../contracts/agent-config';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { createTextDocument } from '../domain/knowledge/create-document';
import { createTestDatabase } from '../testing/database';
import { makeWorkspace } from '../testing/factories';
import { makeServices } from '../testing/services';
import { knowledgeOf } from './knowledge';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
const made = makeServices();

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

it('a workflow’s node knows its own documents beside the agent’s, and none of another workspace', async () => {
  const [own, other] = [await makeWorkspace(db), await makeWorkspace(db)];
  const [house, prices] = await Promise.all(
    ['We are a bakery.', 'A loaf is four euros.'].map((text) => createTextDocument(own.scope, made.services, { text, name: undefined })),
  );
  const foreign = await createTextDocument(other.scope, made.services, { text: 'A secret of somebody else.', name: undefined });
  const config = parseAgentConfig({
    conversationConfig: { agent: { prompt: { knowledgeBase: [{ type: 'text', name: 'House', id: house ?? '' }] } } },
    workflow: {
      nodes: {
        start: { type: 'start' },
        prices: { type: 'override_agent', additionalKnowledgeBase: [{ id: prices }, { id: foreign }] },
        plain: { type: 'override_agent' },
      },
      edges: { toPrices: { source: 'start', target: 'prices' } },
    },
  });
  const { knowledge, knowledgeByNode } = await knowledgeOf(own.scope, made.knowledge, config);
  expect(knowledge.map(({ text }) => text)).toEqual(['We are a bakery.']);
  expect([...knowledgeByNode.keys()]).toEqual(['prices']);
  expect(knowledgeByNode.get('prices')?.knowledge.map(({ text }) => text)).toEqual(['We are a bakery.', 'A loaf is four euros.']);
});
