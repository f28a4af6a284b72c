import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Database } from '../auth/scope';
import type { Services } from '../domain/services';
import { silentLogger } from '../lib/logger';
import { createRestApp } from '../rest/app';
import type { RestDeps } from '../rest/routes';

/** The public API on a port of its own. */
export async function startRestServer(
  db: Database,
  services: Services,
  options: Partial<RestDeps> = {},
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const app = createRestApp({ db, services, log: silentLogger, ...options });
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const listening = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(listening));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
