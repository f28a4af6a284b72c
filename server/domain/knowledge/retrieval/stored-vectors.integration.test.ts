import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyMigrations } from '../../../db/apply-migrations';
import { closeDatabase, type Database, openDatabase } from '../../../db/client';
import { hasVectorStore } from '../../../db/vector-store';
import { createTestDatabase } from '../../../testing/database';
import { makeWorkspace, type TestWorkspace } from '../../../testing/factories';
import { packVectors } from './packed-vectors';
import { nearestStored } from './stored-vectors';
import { nearest, type VectorIndex } from './vector-search';

// PostgreSQL with pgvector, in this process: the embedded one comes without the extension.

const dimensions = 24;
const signal = AbortSignal.timeout(30_000);
let engine: PGlite;
let front: PGLiteSocketServer;
let db: Database;
let own: TestWorkspace;
let reads = 0;

beforeAll(async () => {
  engine = await PGlite.create({ extensions: { vector, pg_trgm } });
  front = new PGLiteSocketServer({ db: engine, host: '127.0.0.1', port: 0, maxConnections: 4 });
  await front.start();
  const url = `postgresql://postgres:postgres@${front.getServerConn()}/postgres?sslmode=disable`;
  await applyMigrations(url, 'prisma/migrations');
  db = openDatabase(url, { poolSize: 1 });
  own = await makeWorkspace(db);
}, 60_000);

afterAll(async () => {
  await closeDatabase(db);
  await front.stop();
  await engine.close();
});

/** The same numbers each time, of length 1. */
function vectorFrom(seed: number): Float32Array {
  let state = Math.round(seed * 2_654_435) % 2_147_483_647 || 1;
  const values = Float32Array.from({ length: dimensions }, () => (state = (state * 48_271) % 2_147_483_647) / 1_073_741_823 - 1);
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

async function indexOf(vectors: readonly Float32Array[], { scope, id: workspaceId }: TestWorkspace = own): Promise<VectorIndex & { readonly id: string }> {
  const id = `ragidx_${Math.random().toString(36).slice(2)}`;
  const documentId = `doc_${id}`;
  const document = { id: documentId, workspaceId, name: 'D', kind: 'text', createdBy: 'u' };
  await scope.db.knowledgeDocument.create({ data: document });
  await scope.db.knowledgeIndex.create({ data: { id, workspaceId, documentId, model: 'm', dimensions } });
  const packed = packVectors(vectors);
  return {
    id,
    key: `${id} 1`,
    async read() {
      reads += 1;
      return { packed, dimensions };
    },
  };
}

it('finds what the exact search in a thread finds, reads each index once, and forgets it with the index', async () => {
  expect(await hasVectorStore(db)).toBe(true);
  const indexes = [
    await indexOf(Array.from({ length: 700 }, (_, i) => vectorFrom(i))),
    await indexOf(Array.from({ length: 40 }, (_, i) => vectorFrom(1_000 + i))),
  ];
  const places = (matches: readonly { readonly key: string; readonly row: number }[]) => matches.map(({ key, row }) => `${key} ${row}`);
  for (const seed of [3, 55.5, 1_010]) {
    const question = vectorFrom(seed);
    const stored = await nearestStored(own.scope, indexes, question, 10, signal);
    const exact = await nearest(indexes, question, 10, signal);
    expect(places(stored)).toEqual(places(exact));
    stored.forEach(({ likeness }, i) => expect(likeness).toBeCloseTo(exact[i]?.likeness ?? 0, 1));
  }
  // Once for the database, once for the thread.
  expect(reads).toBe(4);

  const [first] = indexes;
  await own.scope.db.knowledgeIndex.deleteMany({ where: { id: first?.id ?? '' } });
  expect(await own.scope.vectors.missing(indexes.map(({ key }) => key))).toEqual([first?.key]);
});

it('takes the vectors of a changed index in place of the old ones, and those of other lengths for none', async () => {
  const index = await indexOf([vectorFrom(1), vectorFrom(2)]);
  await nearestStored(own.scope, [index], vectorFrom(1), 5, signal);
  const changed = { ...index, key: `${index.id} 2`, read: async () => ({ packed: packVectors([vectorFrom(9)]), dimensions }) };
  expect(await nearestStored(own.scope, [changed], vectorFrom(9), 5, signal)).toMatchObject([{ key: changed.key, row: 0 }]);
  expect(await own.scope.vectors.missing([index.key])).toEqual([index.key]);
  expect(await nearestStored(own.scope, [changed], vectorFrom(9).slice(0, 8), 5, signal)).toEqual([]);
});

it('shows nobody the vectors of another workspace', async () => {
  const other = await makeWorkspace(db);
  const theirs = await indexOf([vectorFrom(5)], other);
  await nearestStored(other.scope, [theirs], vectorFrom(5), 5, signal);
  expect(await own.scope.vectors.nearest({ keys: [theirs.key], vector: vectorFrom(5), limit: 5 })).toEqual([]);
  await own.scope.vectors.keep({ key: `${theirs.id} 9`, indexId: theirs.id, vectors: [vectorFrom(6)] });
  expect(await other.scope.vectors.missing([theirs.key])).toEqual([]);
});

it('is not there where the database has no pgvector', async () => {
  const plain = await createTestDatabase();
  const without = openDatabase(plain.url);
  expect(await hasVectorStore(without)).toBe(false);
  await closeDatabase(without);
  await plain.drop();
});
