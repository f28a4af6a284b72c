import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { AppError } from '../lib/app-error';
import { callerIp } from './caller-ip';
import { answerError } from './errors';
import { catalogueRoutes } from './internal/catalogue';
import { RequestLimit } from './request-limit';
import type { RestDeps, RestRoutes, RestVariables } from './routes';
import { agentRoutes } from './v1/convai/agents';
import { conversationRoutes } from './v1/convai/conversation';
import { conversationsRoutes } from './v1/convai/conversations';
import { llmRoutes } from './v1/convai/llm';
import { modelRoutes } from './v1/models';
import { userRoutes } from './v1/user';
import { voiceRoutes } from './v1/voices';

const largestBody = 1_048_576;
/** Largest header of ours that a page on another origin may read. */
const exposed = ['request-id', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after', 'content-disposition'];

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
  app.use(
    '*',
    bodyLimit({
      maxSize: largestBody,
      onError: () => {
        throw new AppError('too_large', 'The request body is larger than 1 MB.');
      },
    }),
  );

  const routeDeps = { ...deps, limits };
  app.route('/v1/convai/agents', agentRoutes(routeDeps));
  app.route('/v1/convai/conversations', conversationsRoutes(routeDeps));
  app.route('/v1/convai/conversation', conversationRoutes(routeDeps));
  app.route('/v1/convai/llm', llmRoutes(routeDeps));
  app.route('/', voiceRoutes(routeDeps));
  app.route('/v1/models', modelRoutes(routeDeps));
  app.route('/v1/user', userRoutes(routeDeps));
  app.route('/', catalogueRoutes(routeDeps));
  return app;
}
