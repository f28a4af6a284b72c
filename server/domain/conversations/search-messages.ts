import type { WorkspaceScope } from '../../auth/scope';
import type { TranscriptItem } from '../../contracts/conversation';
import { AppError } from '../../lib/app-error';
import type { EmbeddingProvider } from '../../providers/spec/embeddings';
import { pageSizeOf, readOffset, writeOffset } from '../pagination';
import { asSeen } from '../privacy/as-seen';
import { type ConversationFilter, whereOf } from './conversation-filter';

export interface MessageMatch {
  readonly conversationId: string;
  readonly agentId: string;
  readonly agentName: string;
  /** The message's place in the transcript. */
  readonly index: number;
  readonly text: string;
  /** The text in parts: those that were asked for, and what is between. */
  readonly parts: readonly { readonly text: string; readonly isHit: boolean }[];
  readonly score: number;
  readonly startedAt: Date;
}

export interface MessageMatches {
  readonly items: readonly MessageMatch[];
  readonly nextCursor: string | null;
}

export interface SearchMessagesInput {
  readonly text: string;
  readonly filter?: ConversationFilter;
  readonly sortBy?: 'search_score' | 'created_at' | undefined;
  readonly cursor?: string | undefined;
  readonly pageSize?: number | undefined;
}

const mostConversations = 500;

/** For each conversation in which all the words were said, the message that holds most of them. */
export async function searchMessages(scope: WorkspaceScope, input: SearchMessagesInput): Promise<MessageMatches> {
  scope.may('conversations:read');
  const words = searchWords(input.text);
  const size = pageSizeOf(input.pageSize);
  const offset = readOffset(input.cursor);
  const ranks = await scope.search.conversationsByWords({ words, need: 'all', limit: mostConversations });
  const rankOf = new Map(ranks.map(({ id, rank }) => [id, rank]));
  const allowed = await scope.db.conversation.findMany({
    where: { AND: [whereOf(input.filter ?? {}), { id: { in: [...rankOf.keys()] } }] },
    select: { id: true, startedAt: true },
  });
  const newestFirst = (a: { startedAt: Date }, b: { startedAt: Date }) => b.startedAt.getTime() - a.startedAt.getTime();
  const bestFirst = (a: { id: string }, b: { id: string }) => (rankOf.get(b.id) ?? 0) - (rankOf.get(a.id) ?? 0);
  const ordered = allowed.toSorted((a, b) => (input.sortBy === 'created_at' ? newestFirst(a, b) : bestFirst(a, b) || newestFirst(a, b)));
  const shown = ordered.slice(offset, offset + size).map(({ id }) => id);
  const messages = await messagesOf(scope, shown);
  const items = shown.flatMap((id) => {
    const best = messages.filter((message) => message.conversationId === id).toSorted((a, b) => hitsIn(b.text, words) - hitsIn(a.text, words))[0];
    return best === undefined ? [] : [{ ...best, parts: partsOf(best.text, words), score: rankOf.get(id) ?? 0 }];
  });
  return { items, nextCursor: ordered.length > offset + size ? writeOffset(offset + size) : null };
}

/** Conversations whose messages are compared by meaning: those that share a word with the question, and the newest. */
const mostCompared = 100;
const mostMessages = 600;
const shortestMessage = 8;
const longestCompared = 500;
const comparingLimitMs = 20_000;

/** Messages by how near their meaning is to the question's, nearest first. Throws `not_configured` while nothing here compares meanings. */
export async function searchMeanings(scope: WorkspaceScope, embedder: EmbeddingProvider | undefined, input: SearchMessagesInput): Promise<MessageMatches> {
  scope.may('conversations:read');
  if (embedder === undefined || !embedder.isReady()) throw new AppError('not_configured', 'The model that compares meanings is not ready on this server.');
  const words = searchWords(input.text);
  const where = whereOf(input.filter ?? {});
  const sharing = await scope.search.conversationsByWords({ words, need: 'any', limit: mostCompared });
  const [related, newest] = await Promise.all([
    scope.db.conversation.findMany({ where: { AND: [where, { id: { in: sharing.map(({ id }) => id) } }] }, select: { id: true } }),
    scope.db.conversation.findMany({ where, orderBy: { startedAt: 'desc' }, take: mostCompared, select: { id: true } }),
  ]);
  const ids = [...new Set([...related, ...newest].map(({ id }) => id))];
  const messages = (await messagesOf(scope, ids)).filter(({ text }) => text.length >= shortestMessage).slice(0, mostMessages);
  const signal = AbortSignal.timeout(comparingLimitMs);
  const [question] = await embedder.embed([input.text], { of: 'question', signal });
  const vectors = await vectorsOf(embedder, messages, signal);
  const ranked = messages
    .map((message, i) => ({ ...message, parts: [{ text: message.text, isHit: true }], score: nearness(question, vectors[i]) }))
    .toSorted((a, b) => b.score - a.score || b.startedAt.getTime() - a.startedAt.getTime());
  const size = pageSizeOf(input.pageSize);
  const offset = readOffset(input.cursor);
  return { items: ranked.slice(offset, offset + size), nextCursor: ranked.length > offset + size ? writeOffset(offset + size) : null };
}

type Message = Omit<MessageMatch, 'parts' | 'score'>;

/** What was said in these conversations, conversation by conversation in the order given. */
async function messagesOf(scope: WorkspaceScope, ids: readonly string[]): Promise<readonly Message[]> {
  const rows = await scope.db.conversation.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, agentId: true, startedAt: true, transcript: true, agent: { select: { name: true } } },
  });
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = rowOf.get(id);
    if (row === undefined) return [];
    const { agentId, startedAt, agent } = row;
    return (row.transcript as unknown as readonly TranscriptItem[]).flatMap(({ message }, index) =>
      message === null || message === '' ? [] : [{ conversationId: id, agentId, agentName: agent.name, index, text: asSeen(scope, message), startedAt }],
    );
  });
}

const keptVectors = 4_000;
/** What was compared lately need not be turned into vectors again. */
const kept = new Map<string, Float32Array>();

async function vectorsOf(embedder: EmbeddingProvider, messages: readonly Message[], signal: AbortSignal): Promise<readonly Float32Array[]> {
  const keyOf = ({ text }: Message) => `${embedder.id}\n${text.slice(0, longestCompared)}`;
  const missing = [...new Map(messages.filter((message) => !kept.has(keyOf(message))).map((message) => [keyOf(message), message])).values()];
  const made = await embedder.embed(
    missing.map(({ text }) => text.slice(0, longestCompared)),
    { of: 'passages', signal },
  );
  const fresh = new Map(missing.map((message, i) => [keyOf(message), made[i] ?? new Float32Array()]));
  const vectors = messages.map((message) => fresh.get(keyOf(message)) ?? kept.get(keyOf(message)) ?? new Float32Array());
  for (const [key, vector] of fresh) kept.set(key, vector);
  for (const key of [...kept.keys()].slice(0, Math.max(0, kept.size - keptVectors))) kept.delete(key);
  return vectors;
}

function nearness(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return a === undefined || b === undefined ? 0 : a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

/** Words to look for; letters and digits only. */
function searchWords(text: string): readonly string[] {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, 20);
}

function hitsIn(text: string, words: readonly string[]): number {
  return partsOf(text, words).filter(({ isHit }) => isHit).length;
}

function partsOf(text: string, words: readonly string[]): { text: string; isHit: boolean }[] {
  return (text.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu) ?? []).reduce<{ text: string; isHit: boolean }[]>((parts, piece) => {
    const isHit = words.includes(piece.toLowerCase());
    const last = parts.at(-1);
    if (last !== undefined && !isHit && !last.isHit) last.text += piece;
    else parts.push({ text: piece, isHit });
    return parts;
  }, []);
}
