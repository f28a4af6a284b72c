import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** The advisory lock that Prisma Migrate takes too, so that neither runs beside the other. */
const migrationLock = 72_707_369;
const lockTimeoutMs = 120_000;

const createRecord = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

export interface MigrationOutcome {
  /** Names of the migrations that this call applied, in order. */
  readonly applied: readonly string[];
  /** Names of migrations whose file is not what it was when it was applied. */
  readonly changed: readonly string[];
}

export interface MigrationState {
  readonly pending: readonly string[];
  readonly failed: readonly string[];
}

/**
 * Brings a database up to date with a Prisma migrations folder, and records it as Prisma would, so that both can be used
 * on one database in any order. Safe to call from several processes at once: one applies, the others find nothing to do.
 * Each file is one transaction, so a statement that refuses transactions must be alone in its file.
 * @throws Error naming the migration that failed, now or on an earlier try
 */
export async function applyMigrations(databaseUrl: string, migrationsDir: string): Promise<MigrationOutcome> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(`SET lock_timeout = ${lockTimeoutMs}`);
    await client.query(`SELECT pg_advisory_lock(${migrationLock})`);
    await client.query('SET lock_timeout = 0');
    await client.query(createRecord);
    return await applyPending(client, readMigrations(migrationsDir));
  } finally {
    // Ending the connection gives the lock back as well.
    await client.end();
  }
}

/** What `applyMigrations` would find, without changing anything. */
export async function migrationState(databaseUrl: string, migrationsDir: string): Promise<MigrationState> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ present: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`);
    const recorded = rows[0]?.present === true ? await recordedMigrations(client) : new Map<string, RecordedMigration>();
    const names = readMigrations(migrationsDir).map(({ name }) => name);
    return {
      pending: names.filter((name) => !recorded.has(name)),
      failed: names.filter((name) => recorded.get(name)?.finished_at === null),
    };
  } finally {
    await client.end();
  }
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface RecordedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
  readonly logs: string | null;
}

async function applyPending(client: pg.Client, migrations: readonly Migration[]): Promise<MigrationOutcome> {
  const recorded = await recordedMigrations(client);
  const applied: string[] = [];
  const changed: string[] = [];
  for (const migration of migrations) {
    const record = recorded.get(migration.name);
    if (record === undefined) {
      await applyOne(client, migration);
      applied.push(migration.name);
    } else if (record.finished_at === null) {
      throw new Error(`Migration ${migration.name} failed on an earlier try: ${record.logs ?? 'no reason recorded'}. ${howToResolve(migration.name)}`);
    } else if (record.checksum !== migration.checksum) {
      changed.push(migration.name);
    }
  }
  return { applied, changed };
}

async function applyOne(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [id, checksum, name]);
  try {
    // Without parameters the whole file goes as one simple query, which PostgreSQL runs as one implicit transaction.
    await client.query(sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, reason]);
    throw new Error(`Migration ${name} failed: ${reason}. ${howToResolve(name)}`, { cause: error });
  }
  await client.query('UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [id]);
}

function howToResolve(name: string): string {
  return `Once its cause is mended: npm run prisma -- migrate resolve --rolled-back ${name}`;
}

async function recordedMigrations(client: pg.Client): Promise<Map<string, RecordedMigration>> {
  const { rows } = await client.query<RecordedMigration>(
    'SELECT migration_name, checksum, finished_at, logs FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  return new Map(rows.map((row) => [row.migration_name, row]));
}

function readMigrations(dir: string): Migration[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const file = readFileSync(path.join(dir, name, 'migration.sql'));
      return { name, sql: file.toString('utf8'), checksum: createHash('sha256').update(file).digest('hex') };
    });
}
