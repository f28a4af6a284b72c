import type { Json, WorkspaceScope } from '../../auth/scope';
import type { TranscriptItem } from '../../contracts/conversation';
import { newId } from '../../lib/new-id';
import { unitVector } from '../../providers/spec/embeddings';
import type { KnowledgeEngine } from '../knowledge/knowledge-engine';
import { askedIn } from './asked-in';
import { groupTexts, onPlane } from './group-texts';
import { labelsOf, wordVectors } from './name-topics';
import { readTopics, type StoredTopic } from './stored-topics';

/** Topics are of this many conversations at most, the newest. */
const mostConversations = 1_000;
const windowMs = 30 * 86_400_000;
const textsAtOnce = 64;

/** Groups what an agent was asked in the last thirty days by what it is about. A topic that goes on keeps its id. */
export async function discoverTopics(
  scope: WorkspaceScope,
  { agentId, engine, signal }: { readonly agentId: string; readonly engine: Pick<KnowledgeEngine, 'embedderOf'>; readonly signal: AbortSignal },
): Promise<void> {
  const to = new Date();
  const from = new Date(to.getTime() - windowMs);
  const rows = await scope.db.conversation.findMany({
    where: { agentId, deletedAt: null, status: { in: ['done', 'processing'] }, startedAt: { gte: from, lte: to }, messageCount: { gt: 0 } },
    select: { id: true, transcript: true },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: mostConversations,
  });
  const asked = rows.map(({ id, transcript }) => ({ id, text: askedIn(transcript as unknown as readonly TranscriptItem[]) })).filter(({ text }) => text !== '');
  const texts = asked.map(({ text }) => text);
  const vectors = await vectorsOf(scope, texts, engine, signal);
  const groups = groupTexts(vectors);
  const labels = labelsOf(groups.map(({ members }) => members.flatMap((i) => texts[i] ?? [])));
  const places = onPlane(groups.map(({ middle }) => middle));
  const before = await scope.db.agentTopics.findFirst({ where: { agentId } });
  const known = new Set(readTopics(before?.topics));
  const topics = groups.map(({ members }, i): StoredTopic => {
    const conversationIds = members.flatMap((place) => asked[place]?.id ?? []);
    const kept = mostAlike(known, conversationIds);
    if (kept !== undefined) known.delete(kept);
    return {
      id: kept?.id ?? newId('topic'),
      label: labels[i] ?? '',
      x: places[i]?.[0] ?? 0,
      y: places[i]?.[1] ?? 0,
      conversationIds,
    };
  });
  const found = { topics: topics as unknown as Json, windowStart: from, windowEnd: to };
  if (before === null) await scope.db.agentTopics.create({ data: { workspaceId: scope.workspaceId, agentId, runCount: 1, ...found } });
  else await scope.db.agentTopics.updateMany({ where: { agentId }, data: { ...found, runCount: { increment: 1 } } });
}

async function vectorsOf(
  scope: WorkspaceScope,
  texts: readonly string[],
  engine: Pick<KnowledgeEngine, 'embedderOf'>,
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  const embedder = await engine.embedderOf(scope);
  if (embedder === undefined || !embedder.isReady()) return wordVectors(texts);
  const vectors: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += textsAtOnce)
    vectors.push(...(await embedder.embed(texts.slice(at, at + textsAtOnce), { of: 'passages', signal })).map(unitVector));
  return vectors;
}

/** The topic before that has most of these conversations. */
function mostAlike(known: ReadonlySet<StoredTopic>, conversationIds: readonly string[]): StoredTopic | undefined {
  const ids = new Set(conversationIds);
  const shared = [...known].map((topic) => ({ topic, count: topic.conversationIds.filter((id) => ids.has(id)).length }));
  return shared.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)[0]?.topic;
}
