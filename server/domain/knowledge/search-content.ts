import type { WorkspaceScope } from '../../auth/scope';
import { type DocumentKind, documentKinds, type Passage, type SearchOutcome } from '../../contracts/knowledge';
import { AppError } from '../../lib/app-error';
import { pageSizeOf } from '../pagination';
import type { DocumentSummary } from './document-views';
import { withoutContent } from './find-document';
import { FolderTree } from './folder-tree';
import type { KnowledgeEngine } from './knowledge-engine';
import { readOffset } from './list-documents';
import { questionWords, rootOf } from './retrieval/question-words';
import { shapeDocuments } from './shape-document';

/** A piece of a passage; `isHit` where it is a word that was searched for. */
export interface SnippetPart {
  readonly text: string;
  readonly isHit: boolean;
}

export interface ContentMatch {
  readonly document: DocumentSummary;
  readonly snippet: readonly SnippetPart[];
  readonly score: number;
}

const snippetLength = 240;
/** Documents looked into at once. */
const mostDocuments = 2_000;
const mostPassages = 200;

/** Documents that speak of `query`, the best passage of each. */
export async function searchContent(
  scope: WorkspaceScope,
  engine: KnowledgeEngine,
  input: {
    readonly query: string;
    readonly kinds?: readonly DocumentKind[] | undefined;
    readonly cursor?: string | undefined;
    readonly pageSize?: number | undefined;
  },
): Promise<{ readonly matches: readonly ContentMatch[]; readonly nextCursor: string | null }> {
  scope.may('knowledge:read');
  const documentIds = await idsOf(scope, input.kinds ?? documentKinds);
  const { passages } = await engine.search(scope, { text: checkedQuery(input.query), documentIds, limit: mostPassages, maxLength: Number.POSITIVE_INFINITY });
  const best = new Map<string, Passage>();
  for (const passage of passages) if (!best.has(passage.documentId)) best.set(passage.documentId, passage);
  const from = readOffset(input.cursor);
  const size = pageSizeOf(input.pageSize);
  const page = [...best.values()].slice(from, from + size);
  const rows = await scope.db.knowledgeDocument.findMany({ where: { id: { in: page.map(({ documentId }) => documentId) } }, omit: withoutContent });
  const shaped = new Map((await shapeDocuments(scope, rows)).map((document) => [document.id, document]));
  return {
    matches: page.flatMap(({ documentId, text, score }) => {
      const document = shaped.get(documentId);
      return document === undefined ? [] : [{ document, snippet: snippetOf(text, input.query), score }];
    }),
    nextCursor: best.size > from + size ? Buffer.from(String(from + size)).toString('base64url') : null,
  };
}

/** What an agent would be given for a question: passages with their scores. Without documents all are looked into; a folder means what lies in it. */
export async function askKnowledge(
  scope: WorkspaceScope,
  engine: KnowledgeEngine,
  input: {
    readonly question: string;
    readonly documentIds?: readonly string[] | undefined;
    readonly limit?: number | undefined;
    readonly maxDistance?: number | undefined;
  },
): Promise<SearchOutcome> {
  scope.may('knowledge:read');
  const documentIds = input.documentIds === undefined ? await idsOf(scope, documentKinds) : await documentsIn(scope, input.documentIds);
  return engine.search(scope, { text: checkedQuery(input.question), documentIds, limit: input.limit, maxDistance: input.maxDistance });
}

/** These documents, and those that lie in these folders at any depth. Throws `not_found` for what is neither. */
export async function documentsIn(scope: WorkspaceScope, ids: readonly string[]): Promise<string[]> {
  const rows = await scope.db.knowledgeDocument.findMany({ where: { id: { in: [...ids] } }, select: { id: true, kind: true } });
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) throw new AppError('not_found', `Document ${missing} was not found.`);
  return expandFolders(scope, rows);
}

/** Ids of the documents among `rows`, and of those in the folders among them. */
export async function expandFolders(scope: WorkspaceScope, rows: readonly { readonly id: string; readonly kind: string }[]): Promise<string[]> {
  const plain = rows.filter(({ kind }) => kind !== 'folder').map(({ id }) => id);
  const folders = rows.filter(({ kind }) => kind === 'folder').map(({ id }) => id);
  if (folders.length === 0) return plain;
  const tree = await FolderTree.of(scope);
  const inside = await scope.db.knowledgeDocument.findMany({
    where: { kind: { not: 'folder' }, parentId: { in: [...new Set(folders.flatMap((id) => tree.within(id)))] } },
    select: { id: true },
  });
  return [...new Set([...plain, ...inside.map(({ id }) => id)])];
}

async function idsOf(scope: WorkspaceScope, kinds: readonly DocumentKind[]): Promise<string[]> {
  const rows = await scope.db.knowledgeDocument.findMany({
    where: { kind: { in: kinds.filter((kind) => kind !== 'folder') } },
    select: { id: true },
    orderBy: { createdAt: 'desc' },
    take: mostDocuments,
  });
  return rows.map(({ id }) => id);
}

function checkedQuery(query: string): string {
  const trimmed = query.trim();
  if (trimmed === '') throw new AppError('invalid_input', 'Say what is searched for.', { path: ['query'] });
  return trimmed.slice(0, 2_000);
}

/** The part of the passage around the first word that was searched for, cut into hits and the rest. */
export function snippetOf(text: string, query: string): SnippetPart[] {
  const roots = new Set(questionWords(query).map(rootOf));
  const plain = text.replace(/\s+/g, ' ');
  const words = [...plain.matchAll(/[\p{L}\p{N}]+/gu)];
  const hits = words.filter(([word]) => roots.has(rootOf(word.toLowerCase())));
  const first = hits[0]?.index ?? 0;
  const start = first <= snippetLength / 3 ? 0 : plain.lastIndexOf(' ', first - snippetLength / 3) + 1;
  const end = Math.min(plain.length, start + snippetLength);
  const parts: SnippetPart[] = [];
  let at = start;
  for (const { 0: word, index } of hits) {
    if (index < at || index + word.length > end) continue;
    if (index > at) parts.push({ text: plain.slice(at, index), isHit: false });
    parts.push({ text: word, isHit: true });
    at = index + word.length;
  }
  if (at < end) parts.push({ text: plain.slice(at, end), isHit: false });
  return parts;
}
