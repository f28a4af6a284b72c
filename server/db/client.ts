import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from './generated/client';

/** Sees every workspace. Only `server/db` and `server/auth` use it; everything else gets a `WorkspaceScope`. */
export type Database = PrismaClient;

/** What a JSON column takes. */
export type Json = Prisma.InputJsonValue;

/** For filters: a member of a JSON column that is not there, or null. */
export const absentJson = Prisma.AnyNull;

/** A JSON column without a value. */
export const emptyJson = Prisma.DbNull;

export interface OpenOptions {
  /** Connections kept at most. A process of ours serves many requests over few of them. */
  readonly poolSize?: number;
}

const kept = globalThis as typeof globalThis & { parleyDatabases?: Map<string, Database> };

/** Opens the database at `url`, or gives the client this process already has for it: a module reloaded in development must not open a second pool. */
export function openDatabase(url: string, { poolSize = 10 }: OpenOptions = {}): Database {
  kept.parleyDatabases ??= new Map();
  const open = kept.parleyDatabases.get(url);
  if (open !== undefined) return open;
  const adapter = new PrismaPg({ connectionString: url, max: poolSize, connectionTimeoutMillis: 10_000, idleTimeoutMillis: 30_000 });
  const database = new PrismaClient({ adapter });
  kept.parleyDatabases.set(url, database);
  return database;
}

/** Ends every connection of `database`; a later `openDatabase` opens it anew. */
export async function closeDatabase(database: Database): Promise<void> {
  for (const [url, open] of kept.parleyDatabases ?? []) if (open === database) kept.parleyDatabases?.delete(url);
  await database.$disconnect();
}
