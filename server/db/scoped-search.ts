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
  /** Chunks with any of the words, those with more and rarer ones close together first. */
  byWords(search: WordSearch): Promise<readonly WordMatch[]>;
}

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
      const any = words.filter((word) => oneWord.test(word)).join(' | ');
      if (any === '' || documentIds.length === 0) return [];
      return db.$queryRaw<WordMatch[]>`
        SELECT "id" AS "chunkId", "documentId", ts_rank_cd("search", question, 1 | 4)::float8 AS "rank"
        FROM "KnowledgeChunk", to_tsquery(${checked(configuration)}::regconfig, ${any}) AS question
        WHERE "workspaceId" = ${workspaceId} AND "documentId" = ANY(${[...documentIds]}) AND "search" @@ question
        ORDER BY "rank" DESC, "id" LIMIT ${limit}`;
    },
  };
}

function checked(configuration: string): string {
  if (!configurationName.test(configuration)) throw new Error('this is no text search configuration');
  return configuration;
}
