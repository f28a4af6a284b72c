import { type Env, loadEnv } from '../config/env';
import { type Database, openDatabase } from '../db/client';
import { createLogger, type Logger } from '../lib/logger';

/** What the web process needs of the installation it belongs to. */
export interface Installation {
  readonly env: Env;
  readonly db: Database;
  readonly log: Logger;
}

const kept = globalThis as typeof globalThis & { parleyInstallation?: Installation };

/** Opened on first use and kept: pages and routes have no entry point of their own that could open it. */
export function installation(): Installation {
  if (kept.parleyInstallation === undefined) {
    const env = loadEnv();
    kept.parleyInstallation = { env, db: openDatabase(env.databaseUrl), log: createLogger({ name: 'web', level: env.logLevel }) };
  }
  return kept.parleyInstallation;
}
