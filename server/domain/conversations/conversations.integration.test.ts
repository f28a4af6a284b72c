import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createConversationSignature, scopeForConversation } from '../../auth/scope';
import { closeDatabase, type Database, openDatabase } from '../../db/client';
import { createTestDatabase } from '../../testing/database';
import { makeMember, makeUser, makeWorkspace, type TestWorkspace } from '../../testing/factories';
import { makeServices, testSecret } from '../../testing/services';
import { createAgent } from '../agents/create-agent';
import { updateAgent } from '../agents/update-agent';
import { type AdmitInput, admitConversation, type Authorization } from './admit-conversation';
import { closeAbandoned } from './close-abandoned';
import { closeConversation } from './close-conversation';
import { deleteConversation } from './delete-conversation';
import { getConversation, getConversationWithEvents } from './get-conversation';
import { giveFeedback } from './give-feedback';
import { heartbeat } from './heartbeat';
import { listConversations } from './list-conversations';
import { prepareConversation } from './prepare-conversation';
import { recordEvents } from './record-events';
import { recordTranscript } from './record-transcript';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;
let agentId: string;
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

beforeEach(async () => {
  workspace = await makeWorkspace(db);
  agentId = (await createAgent(workspace.scope, { name: 'Agent', config: { conversationConfig: { agent: { language: 'es' } } } })).id;
});

const settings = (platformSettings: object) => updateAgent(workspace.scope, { agentId, changes: { platformSettings } });
const admit = (authorization: Authorization = { kind: 'public' }, more: Partial<AdmitInput> = {}) =>
  admitConversation(db, { agentId, authorization, source: 'test', hostId: 'host_1', ...more });
const signed = (signature: string): Authorization => ({ kind: 'signed-url', signature, secret: testSecret });

describe('admission', () => {
  it('lets anyone talk to a public agent, with its newest version, and writes it down', async () => {
    const admitted = await admit();
    expect(admitted.agent).toEqual({ id: agentId, name: 'Agent', kind: 'agent' });
    expect(admitted.version.number).toBe(1);
    expect(admitted.limits).toEqual({ maxDurationMs: 600_000 });
    expect(admitted.privacy).toEqual({ mayRecord: true, keepsNothing: false, masks: [], transcriptDays: null, audioDays: null });
    expect(await getConversation(workspace.scope, admitted.conversationId)).toMatchObject({
      status: 'in-progress',
      authorizationMethod: 'public',
      language: 'es',
      agentVersionNumber: 1,
      source: 'test',
    });
  });

  it('asks for a proof where the agent wants one, and takes a signed URL, an API key and a member', async () => {
    await settings({ auth: { enableAuth: true } });
    await expect(admit()).rejects.toMatchObject({ code: 'unauthenticated' });
    const { signature } = await prepareConversation(workspace.scope, { agentId, secret: testSecret });
    await admit(signed(signature));
    await admit(signed(signature)); // good for 15 minutes, as often as one likes
    await admit({ kind: 'api-key', key: workspace.apiKey });
    await admit({ kind: 'member', userId: workspace.ownerId });
    const methods = await db.conversation.findMany({ where: { agentId }, orderBy: { startedAt: 'asc' }, select: { authorizationMethod: true } });
    expect(methods.map((row) => row.authorizationMethod)).toEqual(['signed_url', 'signed_url', 'authorization_header', 'authorization_header']);
  });

  it('refuses proofs of elsewhere: another workspace, another agent, a stranger, a key that is none', async () => {
    await settings({ auth: { enableAuth: true } });
    const other = await makeWorkspace(db);
    const theirs = (await createAgent(other.scope, { name: 'Theirs' })).id;
    const { signature } = await prepareConversation(other.scope, { agentId: theirs, secret: testSecret });
    await expect(admit(signed(signature))).rejects.toMatchObject({ code: 'unauthenticated' });
    const forged = createConversationSignature(testSecret, { agentId, workspaceId: other.id, purpose: 'signed-url', expiresAtMs: Date.now() + 60_000 });
    await expect(admit(signed(forged))).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(admit({ kind: 'api-key', key: other.apiKey })).rejects.toMatchObject({ code: 'not_found' });
    await expect(admit({ kind: 'api-key', key: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_api_key' });
    await expect(admit({ kind: 'member', userId: other.ownerId })).rejects.toMatchObject({ code: 'not_found' });
    expect(await db.conversation.count({ where: { agentId } })).toBe(0);
  });

  it('takes a signed URL that is bound to a conversation once, also when two come at the same moment', async () => {
    const { signature, conversationId } = await prepareConversation(workspace.scope, { agentId, bindConversation: true, secret: testSecret });
    expect((await getConversation(workspace.scope, conversationId ?? '')).status).toBe('initiated');
    const outcomes = await Promise.allSettled([admit(signed(signature)), admit(signed(signature))]);
    const [first] = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(first?.value.conversationId).toBe(conversationId);
    expect(await db.conversation.count({ where: { agentId } })).toBe(1);
  });

  it('knows no agent that is unknown, deleted or archived', async () => {
    await expect(admit({ kind: 'public' }, { agentId: 'agent_none' })).rejects.toMatchObject({ code: 'not_found' });
    await db.agent.updateMany({ where: { id: agentId }, data: { archivedAt: new Date() } });
    await expect(admit()).rejects.toMatchObject({ code: 'not_found' });
    await db.agent.updateMany({ where: { id: agentId }, data: { archivedAt: null, deletedAt: new Date() } });
    await expect(admit()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('gives a stored version to members and keys, not to the public', async () => {
    const first = await db.agentVersion.findFirstOrThrow({ where: { agentId } });
    await updateAgent(workspace.scope, { agentId, name: 'Newer' });
    await expect(admit({ kind: 'public' }, { versionId: first.id })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await admit({ kind: 'api-key', key: workspace.apiKey }, { versionId: first.id })).version.number).toBe(1);
    expect((await admit({ kind: 'member', userId: workspace.ownerId })).version.number).toBe(2);
  });

  it('holds the limit at once, however many come together, and lets the next in when one has ended', async () => {
    await settings({ callLimits: { agentConcurrencyLimit: 3 } });
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => admit()));
    const inside = outcomes.filter((outcome) => outcome.status === 'fulfilled').map((outcome) => outcome.value);
    expect(inside).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome.status === 'rejected').map((outcome) => (outcome.reason as { code: string }).code)).toEqual(
      Array(9).fill('conversation_limit'),
    );
    const [one] = inside;
    if (one !== undefined) await closeConversation(one.scope, one.conversationId, { reason: 'participant-left', durationMs: 10 });
    await admit();
  });

  it('holds the limit of a day', async () => {
    await settings({ callLimits: { dailyLimit: 1 } });
    const { scope, conversationId } = await admit();
    await closeConversation(scope, conversationId, { reason: 'participant-left', durationMs: 10 });
    await expect(admit()).rejects.toMatchObject({ code: 'conversation_limit' });
  });
});

describe('the record', () => {
  const transcript = [
    { role: 'agent' as const, timeInCallSecs: 0, message: 'Buenos días' },
    { role: 'user' as const, timeInCallSecs: 2, message: 'I would like a cappuccino' },
  ];

  it('takes events once each, however often they are sent, and gives them back in order', async () => {
    const { scope, conversationId } = await admit();
    const events = [2, 0, 1].map((sequence) => ({ sequence, atMs: sequence * 10.4, kind: 'x', data: { sequence } }));
    await recordEvents(scope, conversationId, events);
    await recordEvents(scope, conversationId, events);
    const stored = await getConversationWithEvents(workspace.scope, conversationId);
    expect(stored.events.map((event) => [event.sequence, event.atMs])).toEqual([
      [0, 0],
      [1, 10],
      [2, 21],
    ]);
  });

  it('is closed by the first reason; a later one changes nothing', async () => {
    const { scope, conversationId } = await admit();
    expect(await closeConversation(scope, conversationId, { reason: 'agent-ended', durationMs: 1234.5, summary: 'Short.' })).toBe(true);
    expect(await closeConversation(scope, conversationId, { reason: 'host-crashed', durationMs: 99 })).toBe(false);
    expect(await getConversation(workspace.scope, conversationId)).toMatchObject({
      status: 'done',
      endReason: 'agent-ended',
      durationMs: 1235,
      summary: 'Short.',
    });
  });

  it('is found by its words, its agent, its state and its length', async () => {
    const { scope, conversationId } = await admit();
    await recordTranscript(scope, conversationId, { transcript, messageCount: 2, responseLatencyMs: 420.7, interruptionCount: 1 });
    await closeConversation(scope, conversationId, { reason: 'participant-left', durationMs: 65_000 });
    await admit();
    const ids = async (filter: object) => (await listConversations(workspace.scope, { filter })).items.map((item) => item.id);
    expect(await ids({ search: 'CAPPUCCINO días' })).toEqual([conversationId]);
    expect(await ids({ search: 'cappuccino tea' })).toEqual([]);
    for (const search of ['%', 'capp_ccino', '\\']) expect(await ids({ search }), search).toEqual([]);
    expect(await ids({ status: 'done', durationMinSecs: 60, durationMaxSecs: 66 })).toEqual([conversationId]);
    expect(await ids({ durationMinSecs: 66 })).toEqual([]);
    expect(await ids({ agentId })).toHaveLength(2);
    expect(await ids({ agentId: 'agent_none' })).toEqual([]);
    expect(await ids({ startedAfterUnix: Date.now() / 1000 + 60 })).toEqual([]);
    expect((await listConversations(workspace.scope, { filter: { status: 'done' } })).items[0]).toMatchObject({
      responseLatencyMs: 421,
      interruptionCount: 1,
      agentName: 'Agent',
    });
  });

  it('comes page by page, each conversation once', async () => {
    for (let i = 0; i < 5; i++) await admit();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listConversations(workspace.scope, { pageSize: 2, cursor });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });

  it('takes feedback, the last of its kind', async () => {
    const { conversationId } = await admit();
    const scope = await scopeForConversation(db, conversationId);
    await giveFeedback(scope, { conversationId, feedback: 'like' });
    await giveFeedback(scope, { conversationId, feedback: 'dislike' });
    await giveFeedback(scope, { conversationId, rating: 4, comment: 'fine' });
    expect((await getConversation(workspace.scope, conversationId)).feedback).toMatchObject({
      likes: 0,
      dislikes: 1,
      rating: 4,
      comment: 'fine',
      overallScore: 'dislike',
    });
    await giveFeedback(scope, { conversationId, feedback: null });
    expect((await getConversation(workspace.scope, conversationId)).feedback).toMatchObject({ likes: 0, dislikes: 0 });
  });

  it('does not show its participant what members may see', async () => {
    const { scope, conversationId } = await admit();
    await expect(getConversation(scope, conversationId)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listConversations(scope)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('goes with its events and its sound when it is deleted', async () => {
    const { scope, conversationId } = await admit();
    await recordEvents(scope, conversationId, [{ sequence: 0, atMs: 0, kind: 'x', data: {} }]);
    const recordingKey = `recordings/${conversationId}.wav`;
    const { storage } = made.services;
    await storage.put(recordingKey, Buffer.from('sound'));
    await closeConversation(scope, conversationId, { reason: 'participant-left', durationMs: 10, recordingKey, recordingMs: 10 });
    await deleteConversation(workspace.scope, { conversationId, storage });
    expect(await storage.stat(recordingKey)).toBeNull();
    expect(await db.conversationEvent.count({ where: { conversationId } })).toBe(0);
    await expect(getConversation(workspace.scope, conversationId)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('what a dead process left behind', () => {
  const silentFor = (conversationId: string, ms: number) =>
    db.conversation.updateMany({
      where: { id: conversationId },
      data: { heartbeatAt: new Date(Date.now() - ms), startedAt: new Date(Date.now() - ms - 5000) },
    });

  it('is closed with its reason, the transcript its events tell, and the sound that was saved', async () => {
    const { scope, conversationId } = await admit();
    await recordTranscript(scope, conversationId, {
      transcript: [{ role: 'agent', timeInCallSecs: 0, message: 'Hello' }],
      messageCount: 1,
      responseLatencyMs: null,
      interruptionCount: 0,
    });
    await recordEvents(scope, conversationId, [
      { sequence: 0, atMs: 4200, kind: 'transcript-item', data: { index: 1, item: { role: 'user', timeInCallSecs: 3, message: 'Are you open on Sunday' } } },
    ]);
    await silentFor(conversationId, 60_000);
    const closed = await closeAbandoned(db, {
      olderThanMs: 30_000,
      recoverRecording: async () => ({ recordingKey: 'recordings/saved.wav', recordingMs: 4100 }),
    });
    expect(closed).toBe(1);
    const record = await getConversation(workspace.scope, conversationId);
    expect(record).toMatchObject({ status: 'failed', endReason: 'host-crashed', durationMs: 5000, messageCount: 2, hasAudio: true, recordingMs: 4100 });
    expect(record.transcript.map((item) => item.message)).toEqual(['Hello', 'Are you open on Sunday']);
    expect((await listConversations(workspace.scope, { filter: { search: 'sunday' } })).items).toHaveLength(1);
    expect(await closeAbandoned(db, { olderThanMs: 30_000 })).toBe(0);
  });

  it('is not what still gives a sign of life, nor what another process runs', async () => {
    const alive = (await admit()).conversationId;
    const other = (await admit({ kind: 'public' }, { hostId: 'host_2' })).conversationId;
    await silentFor(alive, 60_000);
    await heartbeat(db, 'host_1', [alive, other]);
    expect(await closeAbandoned(db, { olderThanMs: 30_000 })).toBe(0);
    await silentFor(other, 60_000);
    expect(await closeAbandoned(db, { olderThanMs: 30_000, hostId: 'host_1' })).toBe(0);
    expect(await closeAbandoned(db, { olderThanMs: 30_000, hostId: 'host_2' })).toBe(1);
  });

  it('is no failure when a signed URL was never used: it goes after an hour', async () => {
    const { conversationId = '' } = await prepareConversation(workspace.scope, { agentId, bindConversation: true, secret: testSecret });
    await db.conversation.updateMany({ where: { id: conversationId }, data: { startedAt: new Date(Date.now() - 30 * 60_000) } });
    expect(await closeAbandoned(db, { olderThanMs: 30_000 })).toBe(0);
    await db.conversation.updateMany({ where: { id: conversationId }, data: { startedAt: new Date(Date.now() - 61 * 60_000) } });
    expect(await closeAbandoned(db, { olderThanMs: 30_000 })).toBe(1);
    expect(await db.conversation.count({ where: { id: conversationId } })).toBe(0);
  });
});

describe('roles', () => {
  it('let a viewer read and start, and not change or delete', async () => {
    const viewer = await makeUser(db);
    await makeMember(db, workspace.id, viewer.id, 'viewer');
    const admitted = await admit({ kind: 'member', userId: viewer.id });
    await expect(deleteConversation(admitted.scope, { conversationId: admitted.conversationId, storage: made.services.storage })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(updateAgent(admitted.scope, { agentId, name: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await listConversations(admitted.scope)).items).toHaveLength(1);
  });
});
