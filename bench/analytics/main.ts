// How long analytics takes to answer over many conversations, and what counting one costs when it ends:
// `npm run bench -- analytics [--conversations 200000] [--days 90] [--rounds 5]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../scripts/house/embedded-postgres';
import { foundWorkspace } from '../../server/auth/found-workspace';
import { scopeForSystem, type WorkspaceScope } from '../../server/auth/scope';
import { type AnalyticsFilter, analyticsSections } from '../../server/contracts/analytics';
import { applyMigrations } from '../../server/db/apply-migrations';
import { closeDatabase, openDatabase } from '../../server/db/client';
import { createAgent } from '../../server/domain/agents/create-agent';
import { measureConversation } from '../../server/domain/analytics/measure-conversation';
import { getOverview } from '../../server/domain/analytics/overview';
import { makeReport } from '../../server/domain/analytics/report';
import { newId } from '../../server/lib/new-id';
import { percentile, printTable } from '../lib/figures';

const { values } = parseArgs({
  options: {
    conversations: { type: 'string', default: '50000' },
    days: { type: 'string', default: '90' },
    rounds: { type: 'string', default: '5' },
  },
});
const conversations = Number(values.conversations);
const days = Number(values.days);
const rounds = Number(values.rounds);
const dayMs = 86_400_000;
const until = new Date('2026-06-01T00:00:00Z');
const topicsOfAgent = 20;
const topicConversations = 1_000;
const agentNames = ['Desk', 'Support', 'Tutor', 'Survey', 'Sales'];

const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir, database: 'bench', isDisposable: true });
await applyMigrations(postgres.url, path.resolve(import.meta.dirname, '../../prisma/migrations'));
const db = openDatabase(postgres.url);
try {
  const owner = await db.user.create({ data: { id: newId('user'), email: 'bench@example.com' } });
  const scope = await scopeForSystem(db, (await foundWorkspace(db, { ownerId: owner.id, name: 'Bench', slug: 'bench' })).id, 'bench');
  const agents = await Promise.all(agentNames.map((name) => createAgent(scope, { name })));
  await db.$transaction(
    async (tx) => {
      // Sorted in memory and written in the order of their index, or a million takes an hour.
      await tx.$executeRaw`SET LOCAL work_mem = '1GB'`;
      await writeCells(tx, scope.workspaceId, agents);
      await addLevels(tx, scope.workspaceId);
      await addLongerSpans(tx);
    },
    { timeout: 7_200_000 },
  );
  for (const agent of agents) await writeTopics(scope, agent);
  await db.$executeRaw`VACUUM ANALYZE "AnalyticsCell"`;
  await db.$executeRaw`ANALYZE "AnalyticsGroup"`;
  const cells = await db.analyticsCell.count();
  console.log(`${conversations} conversations over ${days} days, ${agentNames.length} agents, 4 channels, 3 languages, 3 outcomes: ${cells} cells.`);
  console.log(`Topics: ${topicsOfAgent} in the newest ${topicConversations} conversations of each agent, which is all that are looked at.`);
  console.log('The cells are those that counting each of them would leave, made by the database itself from random turns, tools, criteria and usage.');
  console.log(`Each report ${rounds} times after one that does not count, in ms, as the use case answers it (no network, no page), for someone in Madrid:\n`);
  await measureReports(scope);
  console.log('\nCounting one conversation of 40 items when it ends, its record read and its cells written, in ms:\n');
  await measureCounting(scope, agents[0]);
} finally {
  await closeDatabase(db);
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit();

type Transaction = Pick<typeof db, '$executeRaw' | '$executeRawUnsafe'>;

async function writeCells(db: Transaction, workspaceId: string, agents: readonly { readonly id: string; readonly mainBranchId: string }[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "AnalyticsGroup" ("workspaceId", "level", "agentId", "branchId", "channel", "language", "outcome")
    SELECT ${workspaceId}, 'full', agent, branch, channel, language, outcome
    FROM unnest(${agents.map(({ id }) => id)}::text[], ${agents.map(({ mainBranchId }) => mainBranchId)}::text[]) AS a(agent, branch),
      unnest(ARRAY['widget', 'talk-page', 'twilio', 'js_sdk']) AS channel, unnest(ARRAY['en', 'es', 'pt-BR']) AS language,
      unnest(ARRAY['success', 'failure', 'unknown']) AS outcome`;
  // One row a conversation, kept apart only while the cells are made. Most come from few groups, as in life.
  await db.$executeRaw`
    CREATE TABLE bench_conversation AS
    SELECT date_trunc('hour', ${until}::timestamptz - random() * ${days} * interval '1 day') AS hour,
      g.id AS "groupId", g.outcome, (20000 + 280000 * random() * random())::int AS ms, 2 + (random() * 8)::int AS turns
    FROM generate_series(1, ${conversations}) n
    JOIN (SELECT row_number() OVER (ORDER BY "id") - 1 AS place, count(*) OVER () AS all_of, "id", "outcome" FROM "AnalyticsGroup") g
      ON g.place = floor(g.all_of * ((n * 2654435761) % 4294967296)::float8 / 4294967296 * ((n::bigint * 40503) % 65536)::float8 / 65536)`;
  const turns = `generate_series(1, turns)`;
  // What is counted of a conversation: measure, from where, key, bucket, sum.
  const kinds: readonly (readonly [measure: string, from: string, key: string, bucket: string, sum: string])[] = [
    ['conversation', '', `(ARRAY['participant-left', 'participant-left', 'agent-ended', 'silence', 'provider-failed'])[1 + floor(random() * 5)]`, '0', 'ms'],
    ['outcome', '', 'outcome', '0', '0'],
    ['duration', '', `''`, 'ceil(8 * log(2, ms / 10.0))', 'ms'],
    ['message', turns, `''`, '0', '0'],
    ['response', turns, `''`, '45 + floor(12 * (random() + random() + random()))', '700'],
    [
      'response-part',
      `${turns}, unnest(ARRAY['endpointing', 'transcription', 'thinking', 'speaking', 'delivery']) part`,
      'part',
      '25 + floor(12 * (random() + random()))',
      '140',
    ],
    ['floor', `${turns}, unnest(ARRAY['agent-turn', 'participant-turn', 'hold', 'false-hold', 'interruption']) part`, 'part', '0', '0'],
    ['gap', `${turns}, unnest(ARRAY['agent', 'participant']) part`, 'part', '45 + floor(12 * (random() + random() + random()))', '700'],
    ['talk', `unnest(ARRAY['agent', 'participant']) part`, 'part', '0', 'ms / 3'],
    ['tool', `generate_series(1, 2)`, `(ARRAY['look_up', 'book', 'receipt'])[1 + floor(random() * 3)]`, '30 + floor(20 * (random() + random()))', '500'],
    ['criterion', `unnest(ARRAY['solved', 'polite']) part`, `part || E'\\x1f' || part`, 'floor(random() * 3)', '0'],
    ['collected', `unnest(ARRAY['name', 'topic', 'callback']) part`, 'part', 'floor(random() * 2)', '0'],
    [
      'usage',
      `unnest(ARRAY['language-model\x1fopenai:gpt-4o-mini\x1finput-tokens', 'language-model\x1fopenai:gpt-4o-mini\x1foutput-tokens', 'text-to-speech\x1felevenlabs:eleven_flash_v2_5\x1fcharacters', 'speech-to-text\x1fdeepgram:nova-3\x1fmilliseconds']) part`,
      'part',
      '0',
      'ms / 10',
    ],
  ];
  for (const [measure, from, key, bucket, sum] of kinds) {
    await db.$executeRawUnsafe(
      `INSERT INTO "AnalyticsCell" ("workspaceId", "measure", "hours", "start", "groupId", "key", "bucket", "count", "sum")
       SELECT $1, $2, 1, hour, "groupId", key, bucket, count(*), sum(amount)
       FROM (SELECT hour, "groupId", ${key} AS key, (${bucket})::int AS bucket, (${sum})::bigint AS amount FROM bench_conversation${from === '' ? '' : `, ${from}`}) raw
       GROUP BY hour, "groupId", key, bucket ORDER BY "groupId", hour, key, bucket`,
      workspaceId,
      measure,
    );
  }
  await db.$executeRaw`DROP TABLE bench_conversation`;
}

/** Topics of an agent, each of as many conversations with something said in them. */
async function writeTopics(scope: WorkspaceScope, agent: Awaited<ReturnType<typeof createAgent>>): Promise<void> {
  const ids = Array.from({ length: topicConversations }, () => newId('conversation'));
  const transcript = Array.from({ length: 40 }, (_, i) => ({
    role: i % 2 === 0 ? 'user' : 'agent',
    timeInCallSecs: i * 5,
    message: 'One sentence of what was said.',
  }));
  await scope.db.conversation.createMany({
    data: ids.map((id, i) => {
      const startedAt = new Date(until.getTime() - ((i + 0.5) * 30 * dayMs) / ids.length);
      const of = { workspaceId: scope.workspaceId, agentId: agent.id, agentVersionId: agent.version.id, branchId: agent.mainBranchId };
      const kind = { source: i % 4 === 0 ? 'widget' : 'talk-page', language: i % 3 === 0 ? 'es' : 'en', callSuccessful: i % 2 === 0 ? 'success' : 'failure' };
      return { id, ...of, ...kind, status: 'done', authorizationMethod: 'public', startedAt, endedAt: startedAt, transcript };
    }),
  });
  const topics = Array.from({ length: topicsOfAgent }, (_, topic) => ({
    id: newId('topic'),
    label: `Topic ${topic}`,
    x: Math.sin(topic),
    y: Math.cos(topic),
    conversationIds: ids.filter((_id, i) => i % topicsOfAgent === topic),
  }));
  const found = { topics, windowStart: new Date(until.getTime() - 30 * dayMs), windowEnd: until, runCount: 1 };
  await scope.db.agentTopics.create({ data: { workspaceId: scope.workspaceId, agentId: agent.id, ...found } });
}

/** What the finest sums come to for each thing alone, and for all of them. */
async function addLevels(db: Transaction, workspaceId: string): Promise<void> {
  await db.$executeRaw`
    CREATE TABLE bench_level AS
    SELECT "id" AS "fullId", level, CASE WHEN level IN ('agent', 'branch') THEN "agentId" ELSE '' END AS "agentId",
      CASE level WHEN 'branch' THEN "branchId" ELSE '' END AS "branchId", CASE level WHEN 'channel' THEN channel ELSE '' END AS channel,
      CASE level WHEN 'language' THEN language ELSE '' END AS language, CASE level WHEN 'outcome' THEN outcome ELSE '' END AS outcome
    FROM (SELECT "id", "agentId", "branchId", "channel", "language", "outcome" FROM "AnalyticsGroup") g,
      unnest(ARRAY['all', 'agent', 'branch', 'channel', 'language', 'outcome']) AS level`;
  await db.$executeRaw`
    INSERT INTO "AnalyticsGroup" ("workspaceId", "level", "agentId", "branchId", "channel", "language", "outcome")
    SELECT DISTINCT ${workspaceId}, level, "agentId", "branchId", channel, language, outcome FROM bench_level`;
  await db.$executeRaw`
    INSERT INTO "AnalyticsCell" ("workspaceId", "groupId", "hours", "measure", "start", "key", "bucket", "count", "sum")
    SELECT ${workspaceId}, g."id", 1, c."measure", c."start", c."key", c."bucket", sum(c."count"), sum(c."sum")
    FROM "AnalyticsCell" c JOIN bench_level l ON l."fullId" = c."groupId"
    JOIN "AnalyticsGroup" g ON g."level" = l.level AND g."agentId" = l."agentId" AND g."branchId" = l."branchId" AND g."channel" = l.channel
      AND g."language" = l.language AND g."outcome" = l.outcome
    GROUP BY g."id", c."measure", c."start", c."key", c."bucket" ORDER BY g."id", c."measure", c."start", c."key", c."bucket"`;
  await db.$executeRaw`DROP TABLE bench_level`;
}

/** What the hours come to in six of them and in a day. */
async function addLongerSpans(db: Transaction): Promise<void> {
  for (const hours of [6, 24]) {
    await db.$executeRaw`
      INSERT INTO "AnalyticsCell" ("workspaceId", "groupId", "hours", "measure", "start", "key", "bucket", "count", "sum")
      SELECT "workspaceId", "groupId", ${hours}::smallint, "measure", date_bin(make_interval(hours => ${hours}::int), "start", 'epoch') AS start, "key", "bucket", sum("count"), sum("sum")
      FROM "AnalyticsCell" WHERE "hours" = 1
      GROUP BY 1, 2, 4, 5, 6, 7 ORDER BY 1, 2, 4, 5, 6, 7`;
  }
}

async function measureReports(scope: WorkspaceScope): Promise<void> {
  const rows: string[][] = [
    [
      'report',
      'last 7 days',
      'last 30 days',
      `all ${days} days`,
      `all ${days} days, by agent`,
      `all ${days} days, two filters`,
      'both',
      'both, in Los Angeles',
    ],
  ];
  const from = (count: number) => new Date(until.getTime() - count * dayMs);
  const times = async (ask: () => Promise<unknown>) => {
    const list: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const startedAt = performance.now();
      await ask();
      if (round > 0) list.push(performance.now() - startedAt);
    }
    return `${Math.round(percentile(list, 0.5))} (${Math.round(Math.max(...list))})`;
  };
  const filters = { channel: 'widget', language: 'en' };
  for (const section of analyticsSections) {
    const report =
      (count: number, by?: 'agent', filter: AnalyticsFilter = {}, timeZone = 'Europe/Madrid') =>
      () =>
        makeReport(scope, { section, from: from(count), until, timeZone, filter, by, compares: false });
    rows.push([
      section,
      await times(report(7)),
      await times(report(30)),
      await times(report(days)),
      await times(report(days, 'agent')),
      await times(report(days, undefined, filters)),
      await times(report(days, 'agent', filters)),
      await times(report(days, 'agent', filters, 'America/Los_Angeles')),
    ]);
  }
  const overview = (count: number) => () => getOverview(scope, { from: from(count), until });
  rows.push(['home, with the period before', await times(overview(7)), await times(overview(30)), await times(overview(days)), '-', '-', '-', '-']);
  printTable(rows);
  console.log('\nMedian, the slowest in brackets.');
}

async function measureCounting(scope: WorkspaceScope, agent: Awaited<ReturnType<typeof createAgent>> | undefined): Promise<void> {
  if (agent === undefined) return;
  const transcript = Array.from({ length: 40 }, (_, i) => ({
    role: i % 2 === 0 ? ('user' as const) : ('agent' as const),
    timeInCallSecs: i * 5,
    message: 'One sentence of what was said.',
    sourceMedium: 'audio' as const,
    parley: {
      startMs: i * 5000,
      endMs: i * 5000 + 3000,
      ...(i % 2 === 0
        ? {}
        : {
            latency: {
              speechEndedAtMs: 0,
              endpointingMs: 200,
              transcriptionMs: 250,
              firstTokenMs: 400 + i,
              firstByteMs: 600 + 3 * i,
              firstSentMs: 650 + 5 * i,
              firstPlayedMs: 700 + 9 * i,
            },
          }),
    },
  }));
  const ids = Array.from({ length: 200 }, () => newId('conversation'));
  for (const id of ids) {
    await scope.db.conversation.create({
      data: {
        id,
        workspaceId: scope.workspaceId,
        agentId: agent.id,
        agentVersionId: agent.version.id,
        status: 'done',
        startedAt: until,
        endedAt: until,
        durationMs: 200_000,
        authorizationMethod: 'public',
        language: 'en',
        transcript,
      },
    });
  }
  const count = async () => {
    const times: number[] = [];
    for (const id of ids) {
      const startedAt = performance.now();
      await measureConversation(scope, id);
      times.push(performance.now() - startedAt);
    }
    return [0.5, 0.95, 0.99].map((share) => percentile(times, share).toFixed(1));
  };
  printTable([
    ['counted', 'P50', 'P95', 'P99'],
    ['the first time', ...(await count())],
    ['again, as after an analysis', ...(await count())],
  ]);
}
