import pg from 'pg';

/** Whether the database holds no workspace yet. */
export async function isFirstRun(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM "Workspace" LIMIT 1');
    return rowCount === 0;
  } finally {
    await client.end();
  }
}
