import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { answerOnce } from '../domain/idempotency/answer-once';
import { AppError } from '../lib/app-error';
import type { Route } from './route';
import type { RestVariables, RouteDeps } from './routes';

/**
 * A POST with the header `Idempotency-Key` happens once: its repetition within a day is answered as the first was, and says so in
 * `idempotent-replayed`. Uploads and sound are not covered.
 */
export async function answeredOnce(deps: RouteDeps, route: Route, context: Context<RestVariables>, work: () => Promise<Response>): Promise<Response> {
  const key = context.req.header('idempotency-key')?.trim() ?? '';
  if (key === '' || route.endpoint.method !== 'POST' || route.access !== 'key' || route.endpoint.form !== null) return work();
  if (key.length > 255) throw new AppError('bad_request', 'An idempotency key has at most 255 characters.');
  const scope = context.get('scope');
  let fresh: Response | undefined;
  const id = hash([scope.actor.id, route.key, key]);
  const requestHash = hash([context.req.url, await context.req.text()]);
  const { answer, isRepeated } = await answerOnce(scope, { id, requestHash, sealKeys: deps.services.sealKeys }, async () => {
    fresh = await work();
    const isJson = fresh.headers.get('content-type')?.startsWith('application/json') === true;
    return isJson ? { status: fresh.status, body: await fresh.clone().text() } : null;
  });
  if (!isRepeated && fresh !== undefined) return fresh;
  context.header('idempotent-replayed', 'true');
  context.header('content-type', 'application/json');
  return context.body(answer?.body ?? '', (answer?.status ?? 200) as ContentfulStatusCode);
}

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
