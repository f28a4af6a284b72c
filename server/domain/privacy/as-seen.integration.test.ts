import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, scopeForMember, type WorkspaceScope } from '../../auth/scope';
import { workspacePrivacySchema } from '../../contracts/privacy';
import type { Role } from '../../contracts/roles';
import { closeDatabase, type Database, openDatabase } from '../../db/client';
import { newId } from '../../lib/new-id';
import { createTestDatabase } from '../../testing/database';
import { makeMember, makeUser, makeWorkspace, type TestWorkspace } from '../../testing/factories';
import { createAgent } from '../agents/create-agent';
import { exportConversations } from '../conversations/export-conversations';
import { getConversationWithEvents } from '../conversations/get-conversation';
import { getRecordingKey } from '../conversations/get-recording';
import { listConversations } from '../conversations/list-conversations';
import { recordEvents } from '../conversations/record-events';
import { searchMessages } from '../conversations/search-messages';
import { createShare, listShares } from '../conversations/share-conversation';
import { createTestFromConversation, getTest } from '../tests/manage-tests';
import { changeWorkspacePrivacy } from './workspace-privacy';

const address = 'anna@example.com';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;
let conversationId: string;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  workspace = await makeWorkspace(db);
  const agent = await createAgent(workspace.scope, { name: 'Desk' });
  conversationId = newId('conversation');
  await workspace.scope.db.conversation.create({
    data: {
      id: conversationId,
      workspaceId: workspace.id,
      agentId: agent.id,
      agentVersionId: agent.version.id,
      branchId: agent.mainBranchId,
      status: 'done',
      endedAt: new Date(),
      authorizationMethod: 'public',
      language: 'en',
      summary: `Asked to write to ${address}.`,
      title: `Write to ${address}`,
      userId: address,
      recordingKey: 'somewhere',
      searchText: `please write to ${address}`,
      transcript: [
        { role: 'user', message: `Please write to ${address}`, timeInCallSecs: 1 },
        { role: 'agent', message: `To ${address}, then.`, timeInCallSecs: 3 },
      ] as unknown as Json,
      initiationData: { dynamic_variables: { email: address } },
    },
  });
  await recordEvents(workspace.scope, conversationId, [{ sequence: 1, atMs: 1_000, kind: 'transcription-final', data: { text: `write to ${address}` } }]);
  const owner = await scopeForMember(db, workspace.ownerId, workspace.id);
  await changeWorkspacePrivacy(owner, { privacy: workspacePrivacySchema.parse({ maskedRoles: ['editor'] }), appliesToExisting: false });
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
});

async function member(role: Role): Promise<WorkspaceScope> {
  const user = await makeUser(db);
  await makeMember(db, workspace.id, user.id, role);
  return scopeForMember(db, user.id, workspace.id);
}

/** Everything a member can read of the conversation, as one text. */
async function readAll(scope: WorkspaceScope): Promise<string> {
  return JSON.stringify([
    await getConversationWithEvents(scope, conversationId),
    await listConversations(scope),
    await exportConversations(scope, { filter: {}, format: 'jsonl' }),
    await exportConversations(scope, { filter: {}, format: 'csv' }),
    await searchMessages(scope, { text: 'write' }),
  ]);
}

describe('personal data', () => {
  it('is masked for members of the roles the workspace names, wherever they read, and for nobody else', async () => {
    const [admin, editor, viewer] = await Promise.all([member('admin'), member('editor'), member('viewer')]);
    const masked = await readAll(editor);
    expect(masked).not.toContain(address);
    expect(masked.match(/\[email\]/g)?.length).toBeGreaterThan(10);
    for (const scope of [admin, viewer, workspace.scope]) {
      const whole = await readAll(scope);
      expect(whole).toContain(address);
      expect(whole).not.toContain('[email]');
    }
  });

  it('is not to be heard by them either, nor handed on by a link or in a test', async () => {
    const editor = await member('editor');
    expect(await getConversationWithEvents(editor, conversationId)).toMatchObject({ isMasked: true, hasAudio: false, audioUrl: null });
    await expect(getRecordingKey(editor, conversationId)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await getRecordingKey(await member('viewer'), conversationId)).toBe('somewhere');
    await createShare(editor, { conversationId, days: 1, isMasked: false });
    expect(await listShares(editor, conversationId)).toMatchObject([{ isMasked: true }]);
    const testId = await createTestFromConversation(editor, { conversationId, itemIndex: 1 });
    expect(JSON.stringify(await getTest(workspace.scope, testId))).not.toContain(address);
  });

  it('is seen again by a member whose role is no longer named', async () => {
    const owner = await scopeForMember(db, workspace.ownerId, workspace.id);
    await changeWorkspacePrivacy(owner, { privacy: workspacePrivacySchema.parse({}), appliesToExisting: false });
    expect(await readAll(await member('editor'))).toContain(address);
  });
});
