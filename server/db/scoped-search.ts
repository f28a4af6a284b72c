import type { Database } from './client';

export interface WordMatch {
  readonly chunkId: string;
  readonly documentId: string;
  readonly rank: number;
}

export interface WordSearch {
  /** Words of the question, letters and digits only. */
  readonly words: readonly string[];
  /** PostgreSQL's text search configuration. */
  readonly configuration: string;
  /** Documents to look in; absent: all of this configuration's. */
  readonly documentIds: readonly string[];
  readonly limit: number;
}

/** What Prisma cannot say: full-text search, within one workspace. Every statement here names the workspace. */
export interface ScopedSearch {
  /** Makes a document's chunks findable by their words; headings count for more. */
  indexWords(documentId: string, configuration: string): Promise<void>;
  /** Chunks with any of the words, those with more and rarer ones first. */
  byWords(search: WordSearch): Promise<readonly WordMatch[]>;
  /** Conversations in which the words were said, best first; of those, only the newest are looked at when there are very many. */
  conversationsByWords(search: ConversationWordSearch): Promise<readonly ConversationMatch[]>;
}

export interface ConversationWordSearch {
  /** Letters and digits only. */
  readonly words: readonly string[];
  /** Each word has to be there, or one of them is enough. */
  readonly need: 'all' | 'any';
  readonly limit: number;
}

export interface ConversationMatch {
  readonly id: string;
  readonly rank: number;
}

/** Conversations that are ranked at most: a word that everybody says is no reason to read everything. */
const mostRanked = 2_000;

const oneWord = /^[\p{L}\p{N}]+$/u;
const configurationName = /^[a-z]{1,30}$/;

export function scopedSearch(db: Database, workspaceId: string): ScopedSearch {
  return {
    async indexWords(documentId, configuration) {
      await db.$executeRaw`
        UPDATE "KnowledgeChunk"
        SET "search" = setweight(to_tsvector(${checked(configuration)}::regconfig, "heading"), 'B') || setweight(to_tsvector(${checked(configuration)}::regconfig, "text"), 'C')
        WHERE "workspaceId" = ${workspaceId} AND "documentId" = ${documentId}`;
    },
    async byWords({ words, configuration, documentIds, limit }) {
      const telling = words.filter((word) => oneWord.test(word));
      if (telling.length === 0 || documentIds.length === 0) return [];
      // A word counts for the more the fewer passages have it, and hardly more when it stands in one often.
      return db.$queryRaw<WordMatch[]>`
        WITH "asked" AS (
          SELECT DISTINCT to_tsquery(${checked(configuration)}::regconfig, "word") AS "question" FROM unnest(${telling}::text[]) AS "word"
        ), "matched" AS (
          SELECT "id", "documentId", "question", ts_rank("search", "question", 1) AS "often"
          FROM "KnowledgeChunk" JOIN "asked" ON "search" @@ "question"
          WHERE "workspaceId" = ${workspaceId} AND "documentId" = ANY(${[...documentIds]})
        ), "weighed" AS (
          SELECT "question", ln(1 + (SELECT count(*) FROM "KnowledgeChunk" WHERE "workspaceId" = ${workspaceId} AND "documentId" = ANY(${[...documentIds]}))::float8 / count(*)) AS "weight"
          FROM "matched" GROUP BY "question"
        )
        SELECT "id" AS "chunkId", "documentId", sum("weight" * (1 + "often"))::float8 AS "rank"
        FROM "matched" JOIN "weighed" USING ("question")
        GROUP BY "id", "documentId" ORDER BY "rank" DESC, "id" LIMIT ${limit}`;
    },
    async conversationsByWords({ words, need, limit }) {
      const question = words.filter((word) => oneWord.test(word)).join(need === 'all' ? ' & ' : ' | ');
      if (question === '') return [];
      return db.$queryRaw<ConversationMatch[]>`
        SELECT "id", ts_rank(to_tsvector('simple', "searchText"), to_tsquery('simple', ${question}))::float8 AS "rank"
        FROM (
          SELECT "id", "searchText" FROM "Conversation"
          WHERE "workspaceId" = ${workspaceId} AND "deletedAt" IS NULL AND to_tsvector('simple', "searchText") @@ to_tsquery('simple', ${question})
          ORDER BY "startedAt" DESC LIMIT ${mostRanked}
        ) AS found
        ORDER BY "rank" DESC, "id" DESC LIMIT ${limit}`;
    },
  };
}

function checked(configuration: string): string {
  if (!configurationName.test(configuration)) throw new Error('this is no text search configuration');
  return configuration;
}
