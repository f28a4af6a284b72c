import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAgentConfig } from '../contracts/agent-config';
import { createDictionary } from '../domain/pronunciation-dictionaries/dictionaries';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { makeWorkspace, type TestWorkspace } from '../testing/factories';
import { pronunciationOf } from './pronunciation';

let database: TestDatabase;
let db: Database;
let [ours, theirs]: TestWorkspace[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  [ours, theirs] = [await makeWorkspace(db), await makeWorkspace(db)];
});
afterAll(async () => {
  await closeDatabase(db);
  await database.drop();
});

const configOf = (...ids: string[]) =>
  parseAgentConfig({
    conversationConfig: { tts: { pronunciationDictionaryLocators: ids.map((pronunciationDictionaryId) => ({ pronunciationDictionaryId })) } },
  });

describe('the pronunciation of a conversation', () => {
  it('is that of the agent’s dictionaries, those named first first', async () => {
    if (ours === undefined) throw new Error('no workspace');
    const first = await createDictionary(ours.scope, { name: 'First', rules: [{ type: 'alias', stringToReplace: 'HMRC', alias: 'revenue' }] });
    const second = await createDictionary(ours.scope, { name: 'Second', rules: [{ type: 'alias', stringToReplace: 'HMRC', alias: 'tax office' }] });
    const { rules, notices } = await pronunciationOf(ours.scope, configOf(second.id, first.id));
    expect(rules).toMatchObject([{ alias: 'tax office' }, { alias: 'revenue' }]);
    expect(notices).toEqual([]);
  });

  it('goes without a dictionary that is not there, or that is another workspace’s, and says so', async () => {
    if (ours === undefined || theirs === undefined) throw new Error('no workspace');
    const foreign = await createDictionary(theirs.scope, { name: 'Theirs', rules: [{ type: 'alias', stringToReplace: 'a', alias: 'b' }] });
    const { rules, notices } = await pronunciationOf(ours.scope, configOf(foreign.id));
    expect(rules).toEqual([]);
    expect(notices).toHaveLength(1);
  });
});
