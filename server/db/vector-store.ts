import type { Database } from './client';

/** Held while the store is made, so that processes that start together do not make it twice. */
const makeLock = 72_707_370;

const known = new WeakMap<Database, Promise<boolean>>();

/**
 * Whether this database compares vectors itself: pgvector is there, or may be made, and with it the tables. They are no part of the schema
 * because most databases lack the extension; what they hold is a copy of what `KnowledgeIndex` keeps.
 */
export function hasVectorStore(db: Database): Promise<boolean> {
  const found = known.get(db) ?? make(db).catch(() => false);
  known.set(db, found);
  return found;
}

async function make(db: Database): Promise<boolean> {
  const [extension] = await db.$queryRaw<{ installed_version: string | null }[]>`SELECT installed_version FROM pg_available_extensions WHERE name = 'vector'`;
  if (extension === undefined) return false;
  // Who may not make it leaves it to whoever may: then it is not there, and words and vectors are searched as without it.
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${makeLock})`;
    if (extension.installed_version === null) await tx.$executeRaw`CREATE EXTENSION IF NOT EXISTS vector`;
    await tx.$executeRaw`
      CREATE TABLE IF NOT EXISTS "KnowledgeVectorSet" (
        "key" TEXT PRIMARY KEY,
        "workspaceId" TEXT NOT NULL,
        "indexId" TEXT NOT NULL UNIQUE REFERENCES "KnowledgeIndex" ("id") ON DELETE CASCADE
      )`;
    await tx.$executeRaw`
      CREATE TABLE IF NOT EXISTS "KnowledgeVector" (
        "key" TEXT NOT NULL REFERENCES "KnowledgeVectorSet" ("key") ON DELETE CASCADE,
        "position" INTEGER NOT NULL,
        "embedding" vector NOT NULL,
        PRIMARY KEY ("key", "position")
      )`;
  });
  return true;
}
