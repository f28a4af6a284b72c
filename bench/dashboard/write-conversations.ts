import type { Database } from '../../server/db/client';

const words = [
  'reservation table evening coffee order delivery address street number invoice refund password account email booking weekend Thursday tomorrow',
  'window garden allergy menu breakfast lunch dinner vegetarian price discount voucher opening hours holiday parking station bus train airport',
  'question answer problem thank please sorry moment minute hour again later earlier change cancel confirm repeat spell name family child doctor',
]
  .join(' ')
  .split(' ');

/** Ended conversations spread over a year, written by the database itself; gives the id of one of their agents. */
export async function writeConversations(db: Database, { workspaceSlug, count }: { readonly workspaceSlug: string; readonly count: number }): Promise<string> {
  const workspace = await db.workspace.findUniqueOrThrow({ where: { slug: workspaceSlug } });
  const agents = await db.agent.findMany({ where: { workspaceId: workspace.id, deletedAt: null }, orderBy: { createdAt: 'asc' } });
  const versions = await Promise.all(
    agents.map(({ id }) => db.agentVersion.findFirstOrThrow({ where: { workspaceId: workspace.id, agentId: id }, orderBy: { createdAt: 'desc' } })),
  );
  const turns = Array.from({ length: 16 }, (_, i) => ({
    role: i % 2 === 0 ? 'agent' : 'user',
    timeInCallSecs: i * 6,
    message: 'One sentence of what was said here, neither long nor short.',
    sourceMedium: 'audio',
    parley: { startMs: i * 6000, endMs: i * 6000 + 3500 },
  }));
  await db.$executeRaw`
    INSERT INTO "Conversation" ("id", "workspaceId", "agentId", "agentVersionId", "branchId", "status", "startedAt", "endedAt", "durationMs", "endReason",
      "authorizationMethod", "source", "language", "messageCount", "callSuccessful", "title", "summary", "transcript", "searchText", "responseLatencyMs", "slowestResponseMs",
      "interruptionCount", "toolNames", "toolNamesErrored", "measuredVersion")
    SELECT 'conv_bench' || n, ${workspace.id}, agents.agent, agents.version, agents.branch, 'done', began, began + ms * interval '1 millisecond', ms,
      (ARRAY['participant-left', 'agent-ended', 'silence'])[1 + n % 3], 'public', (ARRAY['widget', 'talk-page', 'js_sdk', 'twilio'])[1 + n % 4],
      (ARRAY['en', 'en', 'es', 'pt-BR'])[1 + (n / 7) % 4], 16, (ARRAY['success', 'success', 'unknown', 'failure'])[1 + (n * 7 / 3) % 4],
      'Conversation ' || n, 'What was asked was answered.', ${JSON.stringify(turns)}::jsonb,
      (SELECT string_agg((${words}::text[])[1 + ((n::bigint * 7919 + w * 104729) * 31 + (n::bigint * w) % 97) % ${words.length}], ' ') FROM generate_series(1, 150) w)
        || CASE WHEN n = ${Math.floor(count / 2)} THEN ' needle-in-a-haystack' ELSE '' END,
      400 + (n * 37) % 900, 500 + (n * 37) % 1900, n % 4, CASE WHEN n % 5 = 0 THEN ARRAY['look_up'] ELSE ARRAY[]::text[] END,
      CASE WHEN n % 50 = 0 THEN ARRAY['look_up'] ELSE ARRAY[]::text[] END, 1000
    FROM (SELECT n, now() - interval '7 days' - (n::float8 / ${count}) * interval '358 days' AS began, 30000 + (n * 997) % 400000 AS ms
      FROM generate_series(1, ${count}) n) numbers
    JOIN (SELECT row_number() OVER () - 1 AS place, * FROM unnest(${agents.map(({ id }) => id)}::text[], ${versions.map(({ id }) => id)}::text[],
      ${agents.map(({ mainBranchId }) => mainBranchId)}::text[]) AS a(agent, version, branch)) agents ON agents.place = n % ${agents.length}`;
  await db.$executeRaw`VACUUM ANALYZE "Conversation"`;
  const [first] = agents;
  if (first === undefined) throw new Error(`no agents in ${workspaceSlug}`);
  return first.id;
}
