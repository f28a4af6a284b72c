import { Readable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scopeForMember } from '../auth/scope';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { createAgent } from '../domain/agents/create-agent';
import { updateAgent } from '../domain/agents/update-agent';
import { restoreVersion } from '../domain/agents/restore-version';
import { addConversationFile } from '../domain/conversations/conversation-files';
import { closeAbandoned } from '../domain/conversations/close-abandoned';
import { admitConversation } from '../domain/conversations/admit-conversation';
import { closeConversation } from '../domain/conversations/close-conversation';
import { getConversationWithEvents } from '../domain/conversations/get-conversation';
import { eraseWhatIsDue } from '../domain/privacy/erase-what-is-due';
import { changeWorkspacePrivacy, previewRetention } from '../domain/privacy/workspace-privacy';
import { workspacePrivacySchema } from '../contracts/privacy';
import { createTestDatabase } from '../testing/database';
import { makeMember, makeUser, makeWorkspace, type TestWorkspace } from '../testing/factories';
import { makeServices } from '../testing/services';
import { VirtualClock } from '../voice/testing/virtual-clock';
import { EventPersister } from './persist-events';
import { recordingKeyOf } from './start-conversation';

const said = 'Write to anna@example.com or call +49 30 1234567.';
const dayMs = 86_400_000;
const log = pino({ level: 'silent' });

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;
let agentId: string;
const made = makeServices();
const { storage } = made.services;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
});

afterAll(async () => {
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

beforeEach(async () => {
  workspace = await makeWorkspace(db);
  agentId = (await createAgent(workspace.scope, { name: 'Agent' })).id;
});

const ofAgent = (privacy: object) => updateAgent(workspace.scope, { agentId, changes: { platformSettings: { privacy } } });
const ofWorkspace = (privacy: object, appliesToExisting = false) =>
  changeWorkspacePrivacy(workspace.scope, { privacy: workspacePrivacySchema.parse(privacy), appliesToExisting });

/** A conversation in which that was said, recorded as the engine records it, with a sound file when there may be one. */
async function conversation(): Promise<string> {
  const admitted = await admitConversation(db, {
    agentId,
    authorization: { kind: 'public' },
    source: 'test',
    hostId: 'host_1',
    userId: 'anna',
    initiationData: { dynamic_variables: { mail: 'anna@example.com' } },
  });
  const { scope, conversationId, privacy } = admitted;
  const persister = new EventPersister({ scope, conversationId, clock: new VirtualClock(), log, embeddingModel: '', privacy });
  persister.observe({ kind: 'transcription-final', turnId: 1, text: said, medium: 'text', confidence: null, producedBy: null, startMs: 0, endMs: 900 }, 1_000);
  await persister.close();
  const recordingKey = recordingKeyOf(workspace.id, conversationId);
  if (privacy.mayRecord) await storage.put(recordingKey, Readable.from(Buffer.from('sound')));
  await closeConversation(scope, conversationId, { reason: 'participant-left', durationMs: 1_000, ...(privacy.mayRecord ? { recordingKey } : {}) });
  return conversationId;
}

const stored = async (conversationId: string) => {
  const [row, events] = await Promise.all([
    db.conversation.findUniqueOrThrow({ where: { id: conversationId } }),
    db.conversationEvent.findMany({ where: { conversationId } }),
  ]);
  return { row, events, text: JSON.stringify({ row, events }) };
};
const erase = (now: Date) => eraseWhatIsDue(db, { storage, signal: new AbortController().signal, log, now });
const inDays = (days: number) => new Date(Date.now() + days * dayMs);
const hasSound = (conversationId: string) => storage.stat(recordingKeyOf(workspace.id, conversationId)).then((file) => file !== null);

describe('what is written down', () => {
  it('is everything, unless something was said against it', async () => {
    const { text, row } = await stored(await conversation());
    expect(text).toContain('anna@example.com');
    expect(row).toMatchObject({ userId: 'anna', transcriptDueAt: null, audioDueAt: null, keepsNothing: false });
  });

  it('has no personal data where it is masked, in words, events and variables', async () => {
    await ofAgent({ conversationHistoryRedaction: { enabled: true, entities: [] } });
    const { text, row, events } = await stored(await conversation());
    expect(text).not.toContain('anna@example.com');
    expect(text).not.toContain('1234567');
    expect(JSON.stringify(row.transcript)).toContain('[email] or call [phone]');
    expect(events.length).toBeGreaterThan(0);
  });

  it('is only that it took place, with zero retention of the agent or of the workspace', async () => {
    await ofAgent({ zeroRetentionMode: true });
    const first = await conversation();
    await ofAgent({ zeroRetentionMode: false });
    await ofWorkspace({ keepsNothing: true });
    for (const conversationId of [first, await conversation()]) {
      const { row, events, text } = await stored(conversationId);
      expect(events).toEqual([]);
      expect(text).not.toContain('anna');
      expect(row).toMatchObject({ status: 'done', durationMs: 1_000, messageCount: 1, keepsNothing: true, recordingKey: null, transcript: [] });
    }
  });
});

it('with zero retention, what was given to a conversation goes when it ends, and when its process died', async () => {
  await ofAgent({ zeroRetentionMode: true });
  const give = async () => {
    const { scope, conversationId } = await admitConversation(db, { agentId, authorization: { kind: 'public' }, source: 'test', hostId: 'host_1' });
    await addConversationFile(scope, { conversationId, fileName: 'a.txt', contentType: 'text/plain', bytes: Buffer.from('the letter of Anna') });
    expect(await db.conversationFile.count({ where: { conversationId } })).toBe(1);
    return { scope, conversationId };
  };
  const ended = await give();
  await closeConversation(ended.scope, ended.conversationId, { reason: 'participant-left', durationMs: 1_000 });
  const crashed = await give();
  await db.conversation.updateMany({ where: { id: crashed.conversationId }, data: { heartbeatAt: inDays(-1) } });
  const analysed: string[] = [];
  await closeAbandoned(db, { olderThanMs: 60_000, analyse: async ({ conversationId }) => void analysed.push(conversationId) });
  for (const { conversationId } of [ended, crashed]) expect(await db.conversationFile.count({ where: { conversationId } })).toBe(0);
  expect((await stored(crashed.conversationId)).row).toMatchObject({ status: 'failed', endReason: 'host-crashed' });
  expect(analysed).not.toContain(crashed.conversationId);
});

describe('retention', () => {
  it('erases what was said and the sound each when its time has come, and keeps the record', async () => {
    await ofAgent({ retentionDays: 30, deleteTranscriptAndPii: true });
    await ofWorkspace({ retentionDays: 7, deletesAudio: true });
    const conversationId = await conversation();
    expect(await hasSound(conversationId)).toBe(true);

    expect(await erase(inDays(6))).toBe(0);
    expect(await erase(inDays(8))).toBe(1);
    expect(await hasSound(conversationId)).toBe(false);
    expect((await stored(conversationId)).text).toContain('anna@example.com');

    expect(await erase(inDays(31))).toBe(1);
    expect(await erase(inDays(99))).toBe(0);
    const { row, events, text } = await stored(conversationId);
    expect(events).toEqual([]);
    expect(text).not.toContain('anna');
    expect(row).toMatchObject({ status: 'done', durationMs: 1_000, messageCount: 1 });
    expect((await getConversationWithEvents(workspace.scope, conversationId)).retention.transcriptErasedAt).toBeInstanceOf(Date);
    const entries = await db.auditEntry.findMany({ where: { workspaceId: workspace.id, action: 'conversation.erased' }, orderBy: { createdAt: 'asc' } });
    expect(entries.map(({ after }) => after)).toEqual([
      { transcript: false, audio: true },
      { transcript: true, audio: false },
    ]);
  });

  it('reaches conversations of before only when that is asked for, and never lengthens', async () => {
    const conversationId = await conversation();
    await db.conversation.updateMany({ where: { id: conversationId }, data: { startedAt: inDays(-40) } });
    expect(await previewRetention(workspace.scope, { days: 30 })).toEqual({ transcripts: 1, recordings: 1 });
    await ofWorkspace({ retentionDays: 30, deletesTranscripts: true, deletesAudio: true });
    expect(await erase(new Date())).toBe(0);
    await ofAgent({ retentionDays: 10, deleteAudio: true, applyToExistingConversations: true });
    await ofWorkspace({ retentionDays: 300, deletesTranscripts: true, deletesAudio: true }, true);
    expect(await erase(new Date())).toBe(1);
    const { row } = await stored(conversationId);
    expect(row.audioErasedAt).not.toBeNull();
    expect(row.transcriptErasedAt).toBeNull();
  });

  it('reaches conversations of before whichever way a version comes to the main branch', async () => {
    await ofAgent({ retentionDays: 10, deleteAudio: true, applyToExistingConversations: true });
    await ofAgent({ retentionDays: -1, deleteAudio: false, applyToExistingConversations: false });
    const conversationId = await conversation();
    await db.conversation.updateMany({ where: { id: conversationId }, data: { startedAt: inDays(-40) } });
    expect(await erase(new Date())).toBe(0);
    await restoreVersion(workspace.scope, { agentId, versionNumber: 2 });
    expect(await erase(new Date())).toBe(1);
  });

  it('leaves other workspaces alone', async () => {
    const conversationId = await conversation();
    const other = await makeWorkspace(db);
    await changeWorkspacePrivacy(other.scope, {
      privacy: workspacePrivacySchema.parse({ retentionDays: 0, deletesTranscripts: true }),
      appliesToExisting: true,
    });
    expect(await erase(inDays(1))).toBe(0);
    expect((await stored(conversationId)).text).toContain('anna@example.com');
  });

  it('is set by those who may, and must erase something', async () => {
    await expect(ofWorkspace({ retentionDays: 3 })).rejects.toMatchObject({ code: 'invalid_input' });
    const editor = await makeUser(db);
    await makeMember(db, workspace.id, editor.id, 'editor');
    const scope = await scopeForMember(db, editor.id, workspace.id);
    await expect(changeWorkspacePrivacy(scope, { privacy: workspacePrivacySchema.parse({}), appliesToExisting: false })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
