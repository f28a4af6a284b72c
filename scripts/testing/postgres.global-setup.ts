import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { applyMigrations } from '../../server/db/apply-migrations.ts';
import { startEmbeddedPostgres } from '../house/embedded-postgres.ts';
import { rootDir } from '../house/paths.ts';

const template = 'parley_template';

/** One real PostgreSQL for all integration tests, with a migrated database to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-test-'));
  chmodSync(dataDir, 0o755); // under root the server runs as somebody else
  const postgres = await startEmbeddedPostgres({ dataDir, database: template, isDisposable: true, maxConnections: 200 });
  const teardown = async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await applyMigrations(postgres.url, path.join(rootDir, 'prisma/migrations'));
  } catch (error) {
    await teardown();
    throw error;
  }
  const url = new URL(postgres.url);
  url.pathname = '/postgres';
  project.provide('testPostgres', { url: url.toString(), template });
  return teardown;
}
