import type { Env } from './config/env';
import type { Database } from './db/client';
import { registryCatalogue } from './domain/providers/registry-catalogue';
import { openServices } from './domain/services';
import type { Logger } from './lib/logger';
import { createRestApp } from './rest/app';
import type { RestRoutes } from './rest/routes';

/** The public API over the use cases, with the providers of this process. */
export function buildRest({ env, log, db }: { readonly env: Env; readonly log: Logger; readonly db: Database }): RestRoutes {
  const services = openServices(env, registryCatalogue({ environment: env.providerEnvironment, log }), log);
  return createRestApp({ db, services, log });
}
