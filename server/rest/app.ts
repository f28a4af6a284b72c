import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { callerIp } from './caller-ip';
import { answerError } from './errors';
import { catalogueRoutes } from './internal/catalogue';
import { knowledgeDoors } from './internal/knowledge';
import { mountLinks } from './links';
import { mountRoutes } from './mount';
import { RequestLimit } from '../lib/request-limit';
import type { RestDeps, RestRoutes, RestVariables } from './routes';
import { publicRoutes } from './public-routes';
import { mountWidget } from './widget/widget';
import { mountReference } from './reference/reference';

/** Headers of ours that a page on another origin may read. */
const exposed = ['request-id', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after', 'content-disposition', 'idempotent-replayed'];

/** The public API. Paths start with `/v1` or `/v2`; anything else is answered as a route that does not exist. */
export function createRestApp(deps: RestDeps): RestRoutes {
  const app: RestRoutes = new Hono<RestVariables>();
  const limits = {
    perKey: new RequestLimit({ perMinute: deps.requestsPerMinute ?? 600 }),
    perIp: new RequestLimit({ perMinute: 300 }),
    failures: new RequestLimit({ perMinute: 60 }),
  };

  app.onError((thrown, context) => answerError(context, thrown));
  app.notFound((context) => context.json({ detail: 'Not Found' }, 404));

  app.use('*', async (context, next) => {
    const requestId = randomUUID();
    const ip = callerIp(context);
    context.set('requestId', requestId);
    context.set('ip', ip);
    context.set('log', deps.log.child({ requestId, method: context.req.method, path: context.req.path }));
    context.header('request-id', requestId);
    context.header('x-content-type-options', 'nosniff');
    await next();
  });
  app.use(
    '*',
    cors({
      origin: '*',
      allowMethods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'],
      exposeHeaders: exposed,
      maxAge: 86_400,
    }),
  );
  const routeDeps = { ...deps, limits };
  const routes = publicRoutes(routeDeps);
  mountRoutes(app, routeDeps, routes);
  mountReference(app, routeDeps, routes);
  mountLinks(app, routeDeps);
  mountWidget(app, routeDeps);
  app.route('/', catalogueRoutes(routeDeps));
  app.route('/', knowledgeDoors(routeDeps));
  return app;
}
