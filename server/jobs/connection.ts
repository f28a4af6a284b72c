import { createPostgresBackend, type PostgresConnectionOptions, Queue, Worker } from 'bullmq';
import type { Processor, QueueOptions, WorkerOptions } from 'bullmq';

export interface JobConnection {
  readonly databaseUrl: string;
  /** Redis keeps the jobs when this is set, the database otherwise. */
  readonly redisUrl?: string | undefined;
}

/** The jobs' tables have a PostgreSQL schema of their own, which Prisma neither makes nor compares. */
const schema = 'jobs';
const prefix = 'parley-jobs';

export function openQueue(name: string, connection: JobConnection, options: Omit<QueueOptions, 'connection'> = {}): Queue {
  if (connection.redisUrl !== undefined) return new Queue(name, { ...options, prefix, connection: { url: connection.redisUrl } });
  // The backend's type does not show outside: a queue on PostgreSQL is used like one on Redis.
  return new Queue(name, { ...options, connection: inDatabase(connection.databaseUrl) }, createPostgresBackend) as unknown as Queue;
}

export function openWorker(name: string, connection: JobConnection, processor: Processor, options: Omit<WorkerOptions, 'connection'>): Worker {
  if (connection.redisUrl !== undefined) {
    // A worker waits in the connection, so it never gives a command up.
    return new Worker(name, processor, { ...options, prefix, connection: { url: connection.redisUrl, maxRetriesPerRequest: null } });
  }
  return new Worker(name, processor, { ...options, connection: inDatabase(connection.databaseUrl) }, createPostgresBackend) as unknown as Worker;
}

function inDatabase(connectionString: string): PostgresConnectionOptions {
  return { connectionString, schema, migrate: true, max: 2, connectionTimeoutMillis: 10_000, idleTimeoutMillis: 30_000, keepAlive: true };
}
