// A process of its own that does numbered jobs slowly, so that a test can kill it in the middle of some.
import pg from 'pg';
import { closeDatabase, openDatabase } from '../../db/client';
import { silentLogger } from '../../lib/logger';
import { systemClock } from '../../lib/clock';
import { delay } from '../../lib/wait';
import { makeServices } from '../services';
import { handleInWorkspace } from '../../jobs/handler';
import { startWorkers } from '../../jobs/worker';
import { numberedJob } from './numbered-job';

const url = process.argv[2] ?? '';
const db = openDatabase(url);
const pool = new pg.Pool({ connectionString: url });
const made = makeServices();
const handler = handleInWorkspace(numberedJob, async (_, { number }, { signal }) => {
  await pool.query('INSERT INTO done_jobs VALUES ($1, $2) ON CONFLICT (number) DO NOTHING', [number, process.pid]);
  await delay(systemClock, 150, signal);
});
const workers = startWorkers({ connection: { databaseUrl: url }, handlers: [handler], db, services: made.services, log: silentLogger, lockMs: 1_000 });
process.on('SIGTERM', () => {
  void workers
    .stop(0)
    .then(() => Promise.all([pool.end(), closeDatabase(db)]))
    .then(() => made.remove());
});
