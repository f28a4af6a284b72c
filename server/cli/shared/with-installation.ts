import { type Env, loadEnv } from '../../config/env';
import { closeDatabase, type Database, openDatabase } from '../../db/client';

/** Runs a command on the installation's database and lets go of it afterwards. */
export async function withInstallation<T>(work: (db: Database, env: Env) => Promise<T>): Promise<T> {
  const env = loadEnv();
  const db = openDatabase(env.databaseUrl, { poolSize: 2 });
  try {
    return await work(db, env);
  } finally {
    await closeDatabase(db);
  }
}
