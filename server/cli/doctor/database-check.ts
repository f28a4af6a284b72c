import path from 'node:path';
import { migrationState } from '../../db/apply-migrations';
import { type Check, fail, pass, warn } from './finding';

/** `problem` is what kept the embedded database from starting, when something did. */
export function databaseCheck(databaseUrl: string | undefined, problem: string | undefined): Check {
  return {
    name: 'database',
    async run() {
      if (databaseUrl === undefined) {
        return fail(problem ?? 'there is none', 'look at postgres.log in the data folder, or name a PostgreSQL of your own: DATABASE_URL=postgresql://…');
      }
      try {
        const { pending, failed } = await migrationState(databaseUrl, path.resolve('prisma/migrations'));
        if (failed.length > 0) return fail(`migration failed: ${failed.join(', ')}`, `npm run prisma -- migrate resolve --rolled-back ${failed[0]}`);
        return pending.length > 0
          ? warn(`reachable, ${pending.length} migrations to apply`, 'npm start applies them')
          : pass('reachable, migrations up to date');
      } catch (error) {
        return fail(`not reachable: ${error instanceof Error ? error.message : String(error)}`, 'check DATABASE_URL, and that PostgreSQL runs');
      }
    },
  };
}
