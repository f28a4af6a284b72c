import { Prisma } from './generated/client';
import type { Database } from './client';
import { hasVectorStore } from './vector-store';

export interface VectorRow {
  readonly key: string;
  /** Place of the chunk in its document. */
  readonly row: number;
  /** Inner product of vectors of length 1, their cosine; 1: the same. */
  readonly likeness: number;
}

/** Vectors in the database itself, where it can compare them (pgvector), within one workspace. Every statement here names the workspace. */
export interface ScopedVectors {
  /** Whether there is such a store; the other calls need one. */
  isThere(): Promise<boolean>;
  /** Those of the sets that are not kept. */
  missing(keys: readonly string[]): Promise<readonly string[]>;
  /** Keeps the vectors of one index under a key, in place of those it had under another. */
  keep(set: { readonly key: string; readonly indexId: string; readonly vectors: readonly Float32Array[] }): Promise<void>;
  /** The nearest of all rows of these sets, exactly. */
  nearest(question: { readonly keys: readonly string[]; readonly vector: Float32Array; readonly limit: number }): Promise<readonly VectorRow[]>;
}

const rowsAStatement = 500;

export function scopedVectors(db: Database, workspaceId: string): ScopedVectors {
  return {
    isThere: () => hasVectorStore(db),
    async missing(keys) {
      const rows = await db.$queryRaw<{ key: string }[]>`
        SELECT "key" FROM "KnowledgeVectorSet" WHERE "workspaceId" = ${workspaceId} AND "key" = ANY(${[...keys]})`;
      const kept = new Set(rows.map(({ key }) => key));
      return keys.filter((key) => !kept.has(key));
    },
    async keep({ key, indexId, vectors }) {
      await db.$transaction(async (tx) => {
        await tx.$executeRaw`DELETE FROM "KnowledgeVectorSet" WHERE "workspaceId" = ${workspaceId} AND "indexId" = ${indexId}`;
        const made = await tx.$executeRaw`
          INSERT INTO "KnowledgeVectorSet" ("key", "workspaceId", "indexId")
          SELECT ${key}, ${workspaceId}, "id" FROM "KnowledgeIndex" WHERE "workspaceId" = ${workspaceId} AND "id" = ${indexId}
          ON CONFLICT ("key") DO NOTHING`;
        // The index is gone, or another process keeps the same at this moment.
        if (made === 0) return;
        for (let start = 0; start < vectors.length; start += rowsAStatement) {
          const rows = vectors.slice(start, start + rowsAStatement).map((vector, i) => Prisma.sql`(${key}, ${start + i}, ${literal(vector)}::vector)`);
          await tx.$executeRaw`INSERT INTO "KnowledgeVector" ("key", "position", "embedding") VALUES ${Prisma.join(rows)}`;
        }
      });
    },
    async nearest({ keys, vector, limit }) {
      const asked = literal(vector);
      return db.$queryRaw<VectorRow[]>`
        SELECT v."key", v."position" AS "row", -(v."embedding" <#> ${asked}::vector) AS "likeness"
        FROM "KnowledgeVector" v JOIN "KnowledgeVectorSet" s ON s."key" = v."key"
        WHERE s."workspaceId" = ${workspaceId} AND v."key" = ANY(${[...keys]}) AND vector_dims(v."embedding") = ${vector.length}
        ORDER BY v."embedding" <#> ${asked}::vector
        LIMIT ${limit}`;
    },
  };
}

function literal(vector: Float32Array): string {
  return `[${vector.join(',')}]`;
}
