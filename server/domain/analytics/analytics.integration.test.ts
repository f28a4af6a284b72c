import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../auth/scope';
import { analyticsSections } from '../../contracts/analytics';
import type { TranscriptItem } from '../../contracts/conversation';
import { costOfUse } from '../../contracts/usage-amounts';
import { closeDatabase, type Database, openDatabase } from '../../db/client';
import { newId } from '../../lib/new-id';
import { silentLogger } from '../../lib/logger';
import { createTestDatabase } from '../../testing/database';
import { makeWorkspace, type TestWorkspace } from '../../testing/factories';
import { makeServices } from '../../testing/services';
import { createAgent } from '../agents/create-agent';
import { admitConversation } from '../conversations/admit-conversation';
import { closeConversation } from '../conversations/close-conversation';
import { deleteConversation } from '../conversations/delete-conversation';
import { giveFeedback } from '../conversations/give-feedback';
import { listConversations } from '../conversations/list-conversations';
import { recordEvents } from '../conversations/record-events';
import { recordTranscript } from '../conversations/record-transcript';
import { bucketOf } from './buckets';
import { measureConversation, measureWhatIsMissing } from './measure-conversation';
import { getOverview } from './overview';
import { pricesFor, setPrice } from './prices';
import { providersUse } from './provider-use';
import { makeReport } from './report';
import type { ReportInput } from './report-input';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let workspace: TestWorkspace;
let agents: readonly { readonly id: string; readonly versionId: string; readonly branchId: string }[];
const made = makeServices();
const from = new Date('2026-05-04T00:00:00Z');
const until = new Date('2026-05-11T00:00:00Z');
const hourMs = 3_600_000;

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
  agents = await Promise.all(
    ['Desk', 'Tutor'].map(async (name) => {
      const agent = await createAgent(workspace.scope, { name });
      return { id: agent.id, versionId: agent.version.id, branchId: agent.mainBranchId };
    }),
  );
});

interface Sample {
  readonly agent: number;
  readonly startedAt: Date;
  readonly language: string;
  readonly channel: string;
  readonly outcome: string;
  readonly durationMs: number;
  readonly latenciesMs: readonly number[];
  readonly toolFails: boolean;
}

/** As different from each other as whole numbers make them, and the same every time. */
function samples(count: number): readonly Sample[] {
  return Array.from({ length: count }, (_, i) => ({
    agent: i % 2,
    startedAt: new Date(from.getTime() + ((i * 7919) % (7 * 24 * 60)) * 60_000),
    language: ['en', 'es', 'pt-BR'][i % 3] ?? 'en',
    channel: ['widget', 'talk-page'][i % 2] ?? '',
    outcome: ['success', 'success', 'failure', 'unknown'][i % 4] ?? '',
    durationMs: 10_000 + ((i * 3571) % 300_000),
    latenciesMs: Array.from({ length: 1 + (i % 4) }, (_unused, turn) => 250 + ((i * 977 + turn * 419) % 2500)),
    toolFails: i % 5 === 0,
  }));
}

function transcriptOf(sample: Sample): readonly TranscriptItem[] {
  const result = { type: 'webhook', requestId: 'r', toolName: 'look_up', resultValue: '', toolHasBeenCalled: true, toolLatencySecs: 0.4 } as const;
  return [
    ...sample.latenciesMs.map(
      (ms, turn): TranscriptItem => ({
        role: 'agent',
        timeInCallSecs: turn * 10,
        message: 'Yes.',
        sourceMedium: 'audio',
        parley: {
          startMs: turn * 10_000,
          endMs: turn * 10_000 + 2_000,
          latency: {
            speechEndedAtMs: 0,
            endpointingMs: 100,
            transcriptionMs: 80,
            firstTokenMs: 150,
            firstByteMs: 200,
            firstSentMs: ms - 10,
            firstPlayedMs: ms,
          },
        },
      }),
    ),
    { role: 'agent', timeInCallSecs: 60, message: null, toolResults: [{ ...result, isError: sample.toolFails }] },
  ];
}

async function store(sample: Sample, of: TestWorkspace = workspace, agent = agents[sample.agent]): Promise<string> {
  const id = newId('conversation');
  await of.scope.db.conversation.create({
    data: {
      id,
      workspaceId: of.id,
      agentId: agent?.id ?? '',
      agentVersionId: agent?.versionId ?? '',
      branchId: agent?.branchId ?? '',
      status: 'done',
      startedAt: sample.startedAt,
      endedAt: new Date(sample.startedAt.getTime() + sample.durationMs),
      durationMs: sample.durationMs,
      endReason: 'participant-left',
      authorizationMethod: 'public',
      source: sample.channel,
      language: sample.language,
      callSuccessful: sample.outcome,
      messageCount: sample.latenciesMs.length,
      transcript: transcriptOf(sample) as unknown as Json,
    },
  });
  return id;
}

const backfill = () => measureWhatIsMissing(db, { signal: AbortSignal.timeout(60_000), log: silentLogger });
const report = (input: Partial<ReportInput>, of: TestWorkspace = workspace) =>
  makeReport(of.scope, { section: 'conversations', from, until, timeZone: 'UTC', filter: {}, compares: false, ...input });
const figure = (of: Awaited<ReturnType<typeof report>>, name: string) => of.figures.find((each) => each.name === name)?.value;
const cells = (of: TestWorkspace = workspace) =>
  db.analyticsCell.findMany({
    where: { workspaceId: of.id },
    orderBy: [{ measure: 'asc' }, { hours: 'asc' }, { start: 'asc' }, { groupId: 'asc' }, { key: 'asc' }, { bucket: 'asc' }],
  });

describe('what conversations are counted as', () => {
  it('adds up to a direct count over the records, whole, by group, by day and under every filter', async () => {
    const all = samples(60);
    for (const sample of all) await store(sample);
    expect(await backfill()).toBe(60);

    const whole = await report({});
    expect(figure(whole, 'conversations')).toBe(60);
    expect(figure(whole, 'minutes')).toBeCloseTo(all.reduce((sum, { durationMs }) => sum + durationMs, 0) / 60_000, 6);
    expect(whole.charts[0]?.series[0]?.values).toEqual(
      whole.at.map(
        (start, i) => all.filter(({ startedAt }) => startedAt.getTime() >= start && startedAt.getTime() < (whole.at[i + 1] ?? whole.untilMs)).length,
      ),
    );

    const byAgent = await report({ section: 'success', by: 'agent' });
    expect(byAgent.tables[0]?.rows.map(({ label }) => label).sort()).toEqual(['Desk', 'Tutor']);
    for (const row of byAgent.tables[0]?.rows ?? []) {
      const own = all.filter(({ agent }) => agents[agent]?.id === row.key);
      const good = own.filter(({ outcome }) => outcome === 'success').length;
      const bad = own.filter(({ outcome }) => outcome === 'failure').length;
      expect([row.values[0], row.values[3], row.values[4]]).toEqual([good + bad === 0 ? null : good / (good + bad), good, bad]);
    }

    // Each column alone is answered from sums of its own.
    for (const [name, value, test] of [
      ['language', 'es', (sample: Sample) => sample.language === 'es'],
      ['channel', 'widget', (sample: Sample) => sample.channel === 'widget'],
      ['outcome', 'failure', (sample: Sample) => sample.outcome === 'failure'],
      ['branchId', agents[1]?.branchId ?? '', (sample: Sample) => sample.agent === 1],
    ] as const) {
      expect(figure(await report({ filter: { [name]: value } }), 'conversations'), name).toBe(all.filter(test).length);
    }
    const filtered = await report({ filter: { language: 'es', channel: 'widget', outcome: 'failure', agentId: agents[0]?.id } });
    expect(figure(filtered, 'conversations')).toBe(
      all.filter(({ language, channel, outcome, agent }) => language === 'es' && channel === 'widget' && outcome === 'failure' && agent === 0).length,
    );

    const tools = await report({ section: 'tools' });
    expect([figure(tools, 'toolCalls'), figure(tools, 'toolErrors')]).toEqual([60, all.filter(({ toolFails }) => toolFails).length]);
  });

  it('adds up to the same by the days of any time zone, in periods that begin and end at any hour', async () => {
    const all = samples(60);
    for (const sample of all) await store(sample);
    await backfill();
    for (const timeZone of ['Europe/Madrid', 'America/Los_Angeles', 'Asia/Tokyo', 'Pacific/Auckland', 'Pacific/Honolulu']) {
      const period = { from: new Date(from.getTime() + 9 * hourMs), until: new Date(until.getTime() - 5 * hourMs), timeZone };
      const inTime = (start: number, end: number) => all.filter(({ startedAt }) => startedAt.getTime() >= start && startedAt.getTime() < end);
      const { at, untilMs, charts, figures } = await report({ ...period, section: 'performance' });
      const answers = inTime(period.from.getTime(), untilMs).flatMap(({ latenciesMs }) => latenciesMs);
      expect(figures.find(({ name }) => name === 'answers')?.value, timeZone).toBe(answers.length);
      const slowest = at.map((start, i) => Math.max(-1, ...inTime(start, at[i + 1] ?? untilMs).flatMap(({ latenciesMs }) => latenciesMs)));
      const p99 = charts[0]?.series.find(({ key }) => key === 'p99')?.values ?? [];
      expect(
        p99.map((ms) => (ms === null ? -1 : bucketOf(ms))),
        timeZone,
      ).toEqual(slowest.map((ms) => (ms < 0 ? -1 : bucketOf(ms))));
      // Of tools, charts tell how many; of which time does not matter.
      const calls = await report({ ...period, section: 'tools', by: 'agent', filter: { channel: 'widget' } });
      const perDay = calls.charts[0]?.series.reduce(
        (sums, { values }) => sums.map((sum, i) => sum + (values[i] ?? 0)),
        at.map(() => 0),
      );
      expect(perDay, timeZone).toEqual(at.map((start, i) => inTime(start, at[i + 1] ?? untilMs).filter(({ channel }) => channel === 'widget').length));
    }
  });

  it('finds each percentile of the answers in the bucket of the time that sorting finds', async () => {
    const all = samples(80);
    for (const sample of all) await store(sample);
    await backfill();
    const performance = await report({ section: 'performance' });
    const sorted = all.flatMap(({ latenciesMs }) => latenciesMs).sort((a, b) => a - b);
    expect(figure(performance, 'answers')).toBe(sorted.length);
    for (const [name, share] of [
      ['responseP50', 0.5],
      ['responseP95', 0.95],
      ['responseP99', 0.99],
    ] as const) {
      expect(bucketOf(figure(performance, name) ?? -1), name).toBe(bucketOf(sorted[Math.ceil(share * sorted.length) - 1] ?? 0));
    }
    const parts = performance.tables.find(({ name }) => name === 'parts');
    expect(parts?.rows.map(({ key }) => key)).toEqual(['endpointing', 'transcription', 'thinking', 'speaking', 'delivery']);
  });

  it('is the same however often a conversation is counted, follows a new verdict, and forgets a deleted one', async () => {
    const [first, second] = [await store({ ...samples(2)[0], agent: 0 } as Sample), await store({ ...samples(2)[1], agent: 0 } as Sample)];
    await backfill();
    const before = await cells();
    await measureConversation(workspace.scope, first);
    await measureConversation(workspace.scope, first);
    expect(await cells()).toEqual(before);

    await workspace.scope.db.conversation.updateMany({ where: { id: first }, data: { callSuccessful: 'failure' } });
    await measureConversation(workspace.scope, first);
    const judged = await report({ section: 'success' });
    expect([figure(judged, 'success'), figure(judged, 'failure')]).toEqual([1, 1]);

    await deleteConversation(workspace.scope, { conversationId: first, storage: made.services.storage });
    await deleteConversation(workspace.scope, { conversationId: second, storage: made.services.storage });
    expect(await cells()).toEqual([]);
  });

  it('stays right when many of one hour are counted at once', async () => {
    const ids = await Promise.all(Array.from({ length: 24 }, (_, i) => store({ ...samples(24)[i], startedAt: from } as Sample)));
    await Promise.all(ids.map((id) => measureConversation(workspace.scope, id)));
    await Promise.all(ids.map((id) => measureConversation(workspace.scope, id)));
    expect(figure(await report({}), 'conversations')).toBe(24);
  });

  it('lets a workspace go with all that was counted in it', async () => {
    await store(samples(1)[0] as Sample);
    await backfill();
    await db.conversation.deleteMany({ where: { workspaceId: workspace.id } });
    await db.workspace.delete({ where: { id: workspace.id } });
    expect(await cells()).toEqual([]);
  });
});

describe('two workspaces', () => {
  it('see their own numbers only, by whatever id they ask', async () => {
    const other = await makeWorkspace(db);
    const agent = await createAgent(other.scope, { name: 'Theirs' });
    for (const sample of samples(4)) await store(sample);
    await store(samples(1)[0] as Sample, other, { id: agent.id, versionId: agent.version.id, branchId: agent.mainBranchId });
    await backfill();
    expect(figure(await report({}), 'conversations')).toBe(4);
    expect(figure(await report({}, other), 'conversations')).toBe(1);
    expect(figure(await report({ filter: { agentId: agents[0]?.id } }, other), 'conversations')).toBe(0);
    await setPrice(other.scope, { capability: 'text-to-speech', producedBy: 'elevenlabs:eleven_flash_v2_5', unit: 'characters', usd: 3 });
    expect(await workspace.scope.db.usagePrice.count()).toBe(0);
  });
});

describe('a conversation that is held', () => {
  it('is counted when it closes, with what its events tell, and again when its participant judges it', async () => {
    const { conversationId, scope } = await admitConversation(db, {
      agentId: agents[0]?.id ?? '',
      authorization: { kind: 'public' },
      source: 'widget',
      hostId: 'host_1',
    });
    const usage = {
      capability: 'language-model',
      producedBy: 'openai:gpt-4o-mini',
      isSpeculative: false,
      requests: 2,
      inputTokens: 1000,
      cachedInputTokens: 200,
    };
    const unheard = { ...usage, isSpeculative: true, requests: 1, inputTokens: 100, cachedInputTokens: 0 };
    const unpriced = { capability: 'text-to-speech', producedBy: 'deepgram:aura-2', isSpeculative: false, characters: 500 };
    const events = [
      { kind: 'playout-held', data: { responseId: 1 } },
      { kind: 'playout-resumed', data: { responseId: 1 } },
      { kind: 'playout-held', data: { responseId: 2 } },
      { kind: 'language-changed', data: { from: 'en', to: 'es', by: 'detection' } },
      { kind: 'provider-failed', data: { capability: 'language-model', message: '', category: 'quota' } },
      {
        kind: 'failed-over',
        data: { capability: 'text-to-speech', from: 'deepgram:aura-2', to: 'embedded:flite', reason: 'Invalid key: sk-live-12345678 was refused' },
      },
      { kind: 'usage', data: { ...usage, outputTokens: 40 } },
      { kind: 'usage-totalled', data: { draftsMade: 0, draftsUsed: 0, providers: [{ ...usage, outputTokens: 100 }, unpriced, unheard] } },
    ].map((event, sequence) => ({ ...event, sequence, atMs: sequence }));
    await recordEvents(scope, conversationId, events);
    await recordTranscript(scope, conversationId, {
      transcript: transcriptOf(samples(1)[0] as Sample),
      messageCount: 1,
      responseLatencyMs: 250,
      interruptionCount: 3,
    });
    await closeConversation(scope, conversationId, { reason: 'provider-failed', durationMs: 60_000, callSuccessful: 'failure' });

    const now = { from: new Date(Date.now() - 2 * hourMs), until: new Date(Date.now() + hourMs) };
    const floor = await report({ ...now, section: 'turn-taking' });
    expect([figure(floor, 'interruptions'), figure(floor, 'holds'), figure(floor, 'falseHoldShare')]).toEqual([3, 2, 0.5]);
    const cost = await report({ ...now, section: 'cost' });
    expect(figure(cost, 'cost')).toBeCloseTo((1100 * 0.15 + 100 * 0.6) / 1e6, 10);
    expect(figure(cost, 'costUnheard')).toBeCloseTo((100 * 0.15) / 1e6, 10);
    expect(figure(cost, 'unpriced')).toBe(1);
    expect(cost.usage?.find(({ capability }) => capability === 'text-to-speech')).toMatchObject({ amount: 500, price: null, cost: null });

    await setPrice(workspace.scope, { capability: 'text-to-speech', producedBy: 'deepgram:aura-2', unit: 'characters', usd: 0.03 });
    expect(figure(await report({ ...now, section: 'cost' }), 'cost')).toBeCloseTo((1100 * 0.15 + 100 * 0.6) / 1e6 + 0.015, 10);
    const uses = [usage, unpriced, { capability: 'speech-to-text', producedBy: 'embedded:pocketsphinx' }].map(({ capability, producedBy }) => ({
      capability,
      producedBy,
    }));
    const prices = await pricesFor(workspace.scope, uses);
    expect(costOfUse(unpriced, prices)).toBeCloseTo(0.015, 10);
    expect(costOfUse({ ...usage, outputTokens: 100 }, prices)).toBeCloseTo((1000 * 0.15 + 100 * 0.6) / 1e6, 10);
    expect(costOfUse({ capability: 'speech-to-text', producedBy: 'embedded:pocketsphinx', seconds: 4 }, prices)).toBe(0);
    expect(costOfUse(unpriced, await pricesFor((await makeWorkspace(db)).scope, uses))).toBeNull();
    await setPrice(workspace.scope, { capability: 'text-to-speech', producedBy: 'deepgram:aura-2', unit: 'characters', usd: null });
    expect(figure(await report({ ...now, section: 'cost' }), 'unpriced')).toBe(1);

    const month = { from: new Date(now.until.getTime() - 30 * 24 * hourMs), until: now.until, timeZone: 'UTC' };
    const { days, providers } = await providersUse(workspace.scope, month);
    const [deepgram, openai] = providers;
    expect([deepgram?.provider, deepgram?.cost, deepgram?.isPartlyUnpriced, deepgram?.failovers]).toEqual(['deepgram', null, true, 1]);
    expect(openai).toMatchObject({ provider: 'openai', isPartlyUnpriced: false, failovers: 0, lastError: null });
    const today = (byDay: readonly number[] | undefined) => byDay?.filter((count) => count > 0);
    expect([today(deepgram?.failoversByDay), today(deepgram?.usesByDay), today(openai?.failoversByDay), today(openai?.usesByDay)]).toEqual([[1], [1], [], [1]]);
    expect(deepgram?.lastError).toMatchObject({
      conversationId,
      capability: 'text-to-speech',
      model: 'deepgram:aura-2',
      text: 'Invalid key: [removed] was refused',
    });
    expect(Math.abs((deepgram?.lastError?.at.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(openai?.cost).toBeCloseTo((1100 * 0.15 + 100 * 0.6) / 1e6, 10);
    expect(openai?.costByDay).toHaveLength(days.length);
    expect(openai?.costByDay.reduce((sum, cost) => sum + cost, 0)).toBeCloseTo(openai?.cost ?? 0, 10);
    expect((await providersUse((await makeWorkspace(db)).scope, month)).providers).toEqual([]);

    const overview = await getOverview(workspace.scope, now);
    expect(overview.concerns).toEqual([
      { kind: 'ended', name: 'provider-failed', count: 1, behind: { endReason: 'provider-failed' } },
      {
        kind: 'provider',
        name: 'quota',
        detail: 'language-model',
        count: 1,
        behind: { counted: { measure: 'provider-failure', keys: ['language-model\u001fquota'] } },
      },
      { kind: 'tool', name: 'look_up', count: 1, behind: { tool: 'look_up', toolFailed: true } },
      { kind: 'outcome', name: 'failure', count: 1, behind: { outcome: 'failure' } },
    ]);
    const listed = await listConversations(workspace.scope, { filter: { toolNamesErrored: ['look_up'] } });
    expect(listed.items.map(({ id }) => id)).toEqual([conversationId]);

    // A second one, in which nothing of it happened; what it used was heard.
    const second = await store({ ...samples(1)[0], startedAt: new Date() } as Sample);
    await recordEvents(workspace.scope, second, [{ kind: 'usage-totalled', sequence: 1, atMs: 1, data: { draftsMade: 0, draftsUsed: 0, providers: [usage] } }]);
    await backfill();
    const counted = (await Promise.all(analyticsSections.map((section) => report({ ...now, section }))))
      .flatMap(({ figures, tables }) => [...figures, ...tables.flatMap(({ rows }) => rows)])
      .flatMap(({ behind }) => (behind?.counted === undefined ? [] : [behind.counted]));
    const text = (condition: (typeof counted)[number]) => `${condition.measure} ${(condition.keys ?? []).join(', ').replaceAll('\u001f', ' ')}`.trim();
    const found = new Map<string, readonly string[]>();
    for (const condition of counted)
      found.set(
        text(condition),
        (await listConversations(workspace.scope, { filter: { counted: condition } })).items.map(({ id }) => id),
      );
    const only = (name: string) => expect(found.get(name), name).toEqual([conversationId]);
    for (const name of ['provider-failure', 'provider-failure language-model quota', 'failover', 'failover text-to-speech deepgram:aura-2 embedded:flite'])
      only(name);
    for (const name of ['language-change', 'language-change en es', 'floor hold', 'floor false-hold']) only(name);
    only('usage text-to-speech deepgram:aura-2 characters');
    only('unheard-usage');
    expect(found.get('floor overlap')).toEqual([]);
    expect(found.get('response-part thinking')).toHaveLength(2);
    expect((await listConversations((await makeWorkspace(db)).scope, { filter: { counted: { measure: 'usage' } } })).items).toEqual([]);

    await giveFeedback(scope, { conversationId, feedback: 'dislike' });
    expect(figure(await report({ ...now, section: 'success' }), 'dislikes')).toBe(1);
  });
});

describe('the period before', () => {
  it('is as long, and stands beside each number', async () => {
    for (const sample of samples(10)) await store(sample);
    await store({ ...samples(1)[0], startedAt: new Date(from.getTime() - hourMs) } as Sample);
    await backfill();
    const compared = await report({ compares: true });
    expect(compared.figures[0]).toMatchObject({ name: 'conversations', value: 10, before: 1 });
    expect(compared.charts[0]?.before?.[0]?.values.at(-1)).toBe(1);
  });
});
