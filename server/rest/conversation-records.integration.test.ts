import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TranscriptItem } from '../contracts/conversation';
import type { Json } from '../auth/scope';
import { closeDatabase, type Database, openDatabase } from '../db/client';
import { recordTranscript } from '../domain/conversations/record-transcript';
import { newId } from '../lib/new-id';
import { createTestDatabase } from '../testing/database';
import { makeMember, makeUser } from '../testing/factories';
import { startRestServer } from '../testing/rest-server';
import { makeServices } from '../testing/services';
import { type FullWorkspace, makeFullWorkspace } from '../testing/two-workspaces';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let own: FullWorkspace;
let server: Awaited<ReturnType<typeof startRestServer>>;
let client: ElevenLabsClient;
let refund: string;
let weather: string;
let live: string;
const made = makeServices();

const said = (role: 'user' | 'agent', message: string): TranscriptItem => ({ role, timeInCallSecs: 0, message });
const called = (toolName: string, isError: boolean): TranscriptItem[] => [
  {
    role: 'agent',
    timeInCallSecs: 1,
    message: null,
    agentMetadata: { agentId: 'agent_other', workflowNodeId: 'node_pay' },
    toolCalls: [{ type: 'webhook', requestId: toolName, toolName, paramsAsJson: '{}', toolHasBeenCalled: true }],
  },
  {
    role: 'agent',
    timeInCallSecs: 2,
    message: null,
    toolResults: [{ type: 'webhook', requestId: toolName, toolName, resultValue: '', isError, toolHasBeenCalled: true, toolLatencySecs: 0.1 }],
  },
];

async function converse(transcript: readonly TranscriptItem[], data: object): Promise<string> {
  const id = newId('conversation');
  const row = { id, workspaceId: own.id, agentId: own.agentId, agentVersionId: own.versionId, authorizationMethod: 'public', language: 'en', status: 'done' };
  await own.scope.db.conversation.create({ data: { ...row, endedAt: new Date(), ...data } });
  await recordTranscript(own.scope, id, { transcript, messageCount: transcript.length, responseLatencyMs: null, interruptionCount: 0 });
  return id;
}

async function listed(filter: Parameters<ElevenLabsClient['conversationalAi']['conversations']['list']>[0]): Promise<string[]> {
  const { conversations } = await client.conversationalAi.conversations.list(filter);
  return conversations.map(({ conversationId }) => conversationId).filter((id) => id !== own.conversationId);
}

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  own = await makeFullWorkspace(db, made.services);
  refund = await converse(
    [said('user', 'I want my money back.'), ...called('find_order', false), ...called('pay_back', true), said('agent', 'Your refund is on its way.')],
    {
      userId: 'ada',
      branchId: own.branchId,
      feedback: { likes: 0, dislikes: 0, rating: 2, comment: 'slow' } as Json,
      initiationData: { dynamic_variables: { plan: 'gold', age: 41, system__call_sid: 'CA77' } },
      endReason: 'silence',
      startedAt: new Date('2026-01-05T10:00:00Z'),
      title: 'A refund',
      collectedValues: { order: 17 } as Json,
      analysis: {
        callSuccessful: 'success',
        summary: '',
        title: 'A refund',
        criteria: [{ criterionId: 'polite', name: 'Polite', result: 'success', rationale: 'It was.', scoringMode: 'binary', score: null, maxScore: null }],
        collected: [{ itemId: 'order', value: 17, rationale: '', schema: { type: 'number' } }],
        judgedBy: null,
      } as Json,
    },
  );
  weather = await converse([said('user', 'Does it rain tomorrow?'), said('agent', 'Sunshine and money for all.')], {
    userId: 'ada',
    language: 'es',
    startedAt: new Date('2026-01-06T10:00:00Z'),
  });
  live = await converse([], { status: 'in-progress', endedAt: null, userId: 'bob', startedAt: new Date('2026-01-07T10:00:00Z') });
  server = await startRestServer(db, made.services);
  client = new ElevenLabsClient({ apiKey: own.fullKey, baseUrl: server.url, maxRetries: 0 });
});

afterAll(async () => {
  await server.close();
  await closeDatabase(db);
  await test.drop();
  made.remove();
});

describe('conversations are found', () => {
  it('by tools, their errors, places in workflows and agents that took part', async () => {
    expect(await listed({ toolNames: ['find_order', 'other'] })).toEqual([refund]);
    expect(await listed({ toolNamesErrored: ['pay_back'] })).toEqual([refund]);
    expect(await listed({ toolNamesErrored: ['find_order'] })).toEqual([]);
    expect(await listed({ toolNamesSuccessful: ['find_order'] })).toEqual([refund]);
    expect(await listed({ workflowNodeEnteredId: 'node_pay' })).toEqual([refund]);
    expect(await listed({ visitedAgentIds: ['agent_other'] })).toEqual([refund]);
  });

  it('by branch, language, rating, comment, reason of the end', async () => {
    expect(await listed({ branchId: own.branchId })).toEqual([refund]);
    expect(await listed({ mainLanguages: ['es', 'fr'] })).toEqual([weather]);
    expect(await listed({ ratingMax: 2 })).toEqual([refund]);
    expect(await listed({ ratingMin: 3 })).toEqual([]);
    expect(await listed({ hasFeedbackComment: true })).toEqual([refund]);
    expect(await listed({ hasFeedbackComment: false })).toEqual([live, weather]);
    expect(await listed({ terminationReasons: ['Participant was silent for too long'] })).toEqual([refund]);
  });

  it('by what was judged and collected, and by variables', async () => {
    expect(await listed({ evaluationParams: ['polite:success'] })).toEqual([refund]);
    expect(await listed({ evaluationParams: ['polite:failure'] })).toEqual([]);
    expect(await listed({ dataCollectionParams: ['order:eq:17'] })).toEqual([refund]);
    expect(await listed({ dataCollectionParams: ['order:gt:17'] })).toEqual([]);
    expect(await listed({ dataCollectionParams: ['order:eq:'] })).toEqual([live, weather]);
    expect(await listed({ dynamicVariableParams: ['plan:in:silver|gold'] })).toEqual([refund]);
    expect(await listed({ dynamicVariableParams: ['age:gte:41', 'plan:neq:'] })).toEqual([refund]);
    expect(await listed({ dynamicVariableParams: ['plan:neq:gold'] })).toEqual([live, weather]);
    await expect(listed({ dynamicVariableParams: ['age:gt:old'] })).rejects.toMatchObject({ statusCode: 422 });
  });

  it('by nothing that no record here holds', async () => {
    expect(await listed({ topicIds: ['any'] })).toEqual([]);
    expect(await listed({ conversationProductType: 'agents' })).toHaveLength(3);
    expect(await listed({ conversationProductType: 'speech_engine' })).toEqual([]);
  });

  it('with the judgements that were asked for', async () => {
    const { conversations } = await client.conversationalAi.conversations.list({
      userId: 'ada',
      evaluationCriteriaIds: ['polite'],
      dataCollectionIds: ['order'],
    });
    expect(conversations.find(({ conversationId }) => conversationId === refund)).toMatchObject({
      toolNames: ['find_order', 'pay_back'],
      rating: 2,
      callSummaryTitle: 'A refund',
      evaluationCriteriaResults: { polite: { result: 'success' } },
      dataCollectionResults: { order: 17 },
    });
    const whole = await client.conversationalAi.conversations.get(refund);
    expect(whole.analysis?.dataCollectionResults).toMatchObject({ order: { value: 17 } });
    expect(whole.analysis?.evaluationCriteriaResultsList).toMatchObject([{ criteriaId: 'polite', rationale: 'It was.' }]);
  });

  it('by references from outside', async () => {
    const by = async (reference: string) => (await client.conversationalAi.conversations.resolve({ agentId: own.agentId, reference })).conversationId;
    expect(await by(`https://parley.example/c/${weather}?x`)).toBe(weather);
    expect(await by('CA77')).toBe(refund);
    expect(await by('ada')).toBe(weather);
    await expect(by('nobody')).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('messages are found', () => {
  it('by all their words, the best fitting conversation first', async () => {
    const { results } = await client.conversationalAi.conversations.messages.textSearch({ textQuery: 'MONEY' });
    expect(results.map(({ conversationId }) => conversationId).sort()).toEqual([refund, weather].sort());
    const found = results.find(({ conversationId }) => conversationId === refund);
    expect(found).toMatchObject({ transcriptIndex: 0, chunkText: 'I want my money back.' });
    expect(found?.chunkHighlights).toEqual([
      { value: 'I want my ', isHit: false },
      { value: 'money', isHit: true },
      { value: ' back.', isHit: false },
    ]);
    expect((await client.conversationalAi.conversations.messages.textSearch({ textQuery: 'money rain' })).results).toMatchObject([{ conversationId: weather }]);
    expect((await client.conversationalAi.conversations.messages.textSearch({ textQuery: 'money', mainLanguages: 'es' })).results).toHaveLength(1);
  });

  it('page by page', async () => {
    const first = await client.conversationalAi.conversations.messages.textSearch({ textQuery: 'money', sortBy: 'created_at', pageSize: 1 });
    expect(first).toMatchObject({ hasMore: true, results: [{ conversationId: weather }] });
    const second = await client.conversationalAi.conversations.messages.textSearch({
      textQuery: 'money',
      sortBy: 'created_at',
      pageSize: 1,
      cursor: first.nextCursor ?? '',
    });
    expect(second).toMatchObject({ hasMore: false, results: [{ conversationId: refund }] });
  });

  it('by what they mean, once something compares meanings', async () => {
    const search = () => client.conversationalAi.conversations.messages.search({ textQuery: 'forecast', pageSize: 1 });
    await expect(search()).rejects.toMatchObject({ statusCode: 412 });
    made.knowledge.useTopics([
      ['forecast', 'rain', 'sunshine'],
      ['money', 'refund'],
    ]);
    expect(await search()).toMatchObject({ results: [{ conversationId: weather, chunkText: 'Does it rain tomorrow?' }], hasMore: true });
  });
});

describe('what belongs to a conversation', () => {
  it('is told in short', async () => {
    const whole = await client.conversationalAi.conversations.getSummary(refund);
    expect(whole).toMatchObject({ messageCount: 2, messagesOmitted: false, callSummaryTitle: 'A refund' });
    const short = await client.conversationalAi.conversations.getSummary(refund, { maxMessages: 1 });
    expect(short).toMatchObject({ messagesOmitted: true, messages: [{ role: 'agent', message: 'Your refund is on its way.' }] });
    expect(await client.conversationalAi.conversations.getSipMessages(refund)).toMatchObject({ sipMessages: [] });
  });

  it('is tagged and found by its tags, until the tag is deleted', async () => {
    const { tagId } = await client.conversationalAi.conversations.tags.create({ title: ' Urgent ', description: 'Look soon' });
    await client.conversationalAi.conversations.tags.assign(refund, { tagIds: [tagId] });
    await client.conversationalAi.conversations.tags.assign(refund, { tagIds: [tagId] });
    expect(await listed({ tagIds: [tagId] })).toEqual([refund]);
    expect((await client.conversationalAi.conversations.get(refund)).tagIds).toEqual([tagId]);
    expect(await client.conversationalAi.conversations.tags.update(tagId, { title: 'Calm' })).toMatchObject({ title: 'Calm', description: 'Look soon' });
    expect((await client.conversationalAi.conversations.tags.list()).conversationTags).toContainEqual(expect.objectContaining({ tagId, title: 'Calm' }));
    await client.conversationalAi.conversations.tags.unassign(refund, tagId);
    await expect(client.conversationalAi.conversations.tags.unassign(refund, tagId)).rejects.toMatchObject({ statusCode: 404 });
    await client.conversationalAi.conversations.tags.assign(weather, { tagIds: [tagId] });
    await client.conversationalAi.conversations.tags.delete(tagId);
    expect((await client.conversationalAi.conversations.get(weather)).tagIds).toEqual([]);
    await expect(client.conversationalAi.conversations.tags.assign(refund, { tagIds: [tagId] })).rejects.toMatchObject({ statusCode: 404 });
    await expect(client.conversationalAi.conversations.tags.create({ title: ' ' })).rejects.toMatchObject({ statusCode: 422 });
  });
});

describe('people and load', () => {
  it('whoever was named is listed with how often and when', async () => {
    const { users } = await client.conversationalAi.users.list({ sortBy: 'conversation_count' });
    expect(users).toMatchObject([
      { userId: 'ada', conversationCount: 2, lastContactConversationId: weather, firstContactUnixSecs: 1_767_607_200 },
      { userId: 'bob', conversationCount: 1, lastContactAgentName: 'Agent' },
    ]);
    expect((await client.conversationalAi.users.list()).users.map(({ userId }) => userId)).toEqual(['bob', 'ada']);
    expect((await client.conversationalAi.users.list({ search: 'AD' })).users).toHaveLength(1);
    const first = await client.conversationalAi.users.list({ pageSize: 1 });
    expect(await client.conversationalAi.users.list({ pageSize: 1, cursor: first.nextCursor ?? '' })).toMatchObject({
      hasMore: false,
      users: [{ userId: 'ada' }],
    });
  });

  it('conversations that run are counted', async () => {
    expect(await client.conversationalAi.analytics.liveCount.get()).toEqual({ count: 1 });
    expect(await client.conversationalAi.analytics.liveCount.get({ agentId: 'agent_other' })).toEqual({ count: 0 });
  });
});

describe('tickets', () => {
  const tickets = () => client.conversationalAi.triageTickets;

  it('are filed about a conversation, commented, given to a member and resolved', async () => {
    const person = await makeUser(db, { email: 'eve@example.com' });
    await makeMember(db, own.id, person.id, 'editor');
    const filed = await tickets().create({
      conversationId: refund,
      title: 'No refund',
      qaComment: 'It never came.',
      turnComments: [{ turnIndex: 0, comment: 'here' }],
    });
    expect(filed).toMatchObject({ agentId: own.agentId, source: 'qa', status: 'open', conversationIds: [refund], firstSeenUnixSecs: 1_767_607_200 });
    const id = filed.agentqaTicketId;
    await tickets().addComment(id, { comment: 'Looking at it.' });
    await tickets().addTurnComment(id, { turnIndex: 5, comment: 'Too sure.' });
    await expect(tickets().addTurnComment(id, { turnIndex: 99, comment: 'x' })).rejects.toMatchObject({ statusCode: 422 });
    expect((await tickets().listAssignableUsers(own.agentId)).find(({ email }) => email === 'eve@example.com')).toMatchObject({ hasAccess: true });
    const done = await tickets().update(id, { status: 'resolved', priority: 'urgent', assigneeUserId: person.id });
    expect(done).toMatchObject({ status: 'resolved', priority: 'urgent', assigneeUserId: person.id, ticketComments: [{ comment: 'Looking at it.' }] });
    expect(done.statusChanges.map(({ status }) => status)).toEqual(['open', 'resolved']);
    expect(done.turnComments.map(({ turnIndex }) => turnIndex)).toEqual([0, 5]);
    await expect(tickets().update(id, { assigneeUserId: 'user_stranger' })).rejects.toMatchObject({ statusCode: 400 });
    expect(await db.auditEntry.count({ where: { workspaceId: own.id, action: 'triage-ticket.updated', targetId: id } })).toBe(1);
  });

  it('are listed by urgency, filtered, and searched with the place of the hit', async () => {
    const manual = await tickets().createManual(own.agentId, { qaComment: 'Prices are out of date.', priority: 'low' });
    const { agentConversationTickets: byUrgency } = await tickets().listForWorkspace({ sortBy: 'priority' });
    expect(byUrgency.map(({ priority }) => priority)).toEqual(['urgent', 'low']);
    const ids = async (list: ReturnType<ReturnType<typeof tickets>['list']>) =>
      (await list).agentConversationTickets.map(({ agentqaTicketId }) => agentqaTicketId);
    expect(await ids(tickets().list(own.agentId, { sources: ['manual'] }))).toEqual([manual.agentqaTicketId]);
    expect(await ids(tickets().list(own.agentId, { conversationId: weather }))).toEqual([]);
    expect(await ids(tickets().list(own.agentId, { issueType: 'tool_issue' }))).toEqual([]);
    const { agentConversationTickets: found } = await tickets().listForWorkspace({ search: 'too SURE' });
    expect(found[0]?.searchMatch).toMatchObject({ field: 'turn_comment', turnIndex: 5, highlightStart: 0, highlightEnd: 8 });
    await expect(tickets().addTurnComment(manual.agentqaTicketId, { turnIndex: 0, comment: 'x' })).rejects.toMatchObject({ statusCode: 400 });
  });

  it('are merged: what the others held is in the one, and they say where they went', async () => {
    const target = await tickets().create({ conversationId: weather });
    const source = await tickets().create({ conversationId: refund });
    await tickets().addComment(source.agentqaTicketId, { comment: 'The same.' });
    const merged = await tickets().merge(target.agentqaTicketId, { sourceTicketIds: [source.agentqaTicketId] });
    expect(merged).toMatchObject({ conversationIds: [weather, refund], ticketComments: [{ comment: 'The same.' }] });
    expect(await tickets().get(source.agentqaTicketId)).toMatchObject({ status: 'merged', mergedIntoTicketId: target.agentqaTicketId });
    await expect(tickets().update(source.agentqaTicketId, { status: 'open' })).rejects.toMatchObject({ statusCode: 409 });
    await tickets().delete(target.agentqaTicketId);
    await expect(tickets().get(target.agentqaTicketId)).rejects.toMatchObject({ statusCode: 404 });
  });
});
