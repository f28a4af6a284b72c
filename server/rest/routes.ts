import type { Env as HonoEnv, Hono } from 'hono';
import type { Database, WorkspaceScope } from '../auth/scope';
import type { Services } from '../domain/services';
import type { Logger } from '../lib/logger';
import type { RequestLimit } from '../lib/request-limit';

export interface RestDeps {
  readonly db: Database;
  readonly services: Services;
  readonly log: Logger;
  /** Requests a minute for one API key. */
  readonly requestsPerMinute?: number;
  /** What happens when an answer of ours lacks what clients need: tests and development fail, production answers all the same. */
  readonly wrongAnswers?: 'throw' | 'log';
}

export interface RestVariables extends HonoEnv {
  Variables: {
    requestId: string;
    log: Logger;
    ip: string;
    /** Set by `withKey`. */
    scope: WorkspaceScope;
  };
}

export type RestRoutes = Hono<RestVariables>;

export interface RouteDeps extends RestDeps {
  readonly limits: { readonly perKey: RequestLimit; readonly perIp: RequestLimit; readonly failures: RequestLimit };
}
