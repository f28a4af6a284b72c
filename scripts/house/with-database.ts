import type { HouseEnv } from '../../server/config/env.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

export const databaseName = 'parley';

/** Runs `use` with the address of the installation's database; the embedded one is started for it when it does not run. */
export async function withDatabase<T>(env: HouseEnv, use: (databaseUrl: string) => T | Promise<T>): Promise<T> {
  if (env.databaseUrl !== undefined) return use(env.databaseUrl);
  const postgres = await startEmbeddedPostgres({ dataDir: env.dataDir, database: databaseName });
  try {
    return await use(postgres.url);
  } finally {
    if (!postgres.wasAdopted) await postgres.stop();
  }
}
