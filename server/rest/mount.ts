import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError } from '../lib/app-error';
import { withKey, withoutKey } from './auth';
import { answeredOnce } from './idempotency';
import { checked, emptyForm, readForm, readJson, readQuery } from './read-body';
import type { KeyRequest, Route } from './route';
import type { RestRoutes, RestVariables, RouteDeps } from './routes';
import type { Shape } from './wire/shape';
import { answerShape, requestShape } from './wire/shapes';

export const largestJson = 1_048_576;

/** Puts routes of the official list into the app, those without parameters before those that would take them for one. */
export function mountRoutes(app: RestRoutes, deps: RouteDeps, routes: readonly Route[]): void {
  for (const route of [...routes].sort((a, b) => (sortKey(a.endpoint.path) < sortKey(b.endpoint.path) ? -1 : 1))) {
    const handlers = [limitedTo(route.options.largestBody ?? largestJson)];
    if (route.options.limitedByHandler !== true) handlers.push(route.access === 'key' ? withKey(deps) : withoutKey(deps));
    const paths = [route.endpoint.path, ...(route.options.aliases ?? [])].map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
    app.on([route.endpoint.method], paths, ...handlers, (context: Context<RestVariables>) => answerRoute(deps, route, context));
  }
}

/** A parameter sorts behind every plain part. */
function sortKey(path: string): string {
  return path.replaceAll(/\{\w+\}/g, '~');
}

function limitedTo(bytes: number): MiddlewareHandler<RestVariables> {
  return bodyLimit({
    maxSize: bytes,
    onError: () => {
      throw new AppError('too_large', `The request body is larger than ${Math.floor(bytes / 1024)} KB.`);
    },
  });
}

async function answerRoute(deps: RouteDeps, route: Route, context: Context<RestVariables>): Promise<Response> {
  const scope = context.get('scope');
  if (route.access === 'key' && route.options.permission !== undefined) scope.may(route.options.permission);
  return answeredOnce(deps, route, context, async () => {
    const request = await readRequest(route, context);
    const answer = await route.answer({ ...request, scope });
    return answer instanceof Response ? answer : answerJson(deps, route, context, answer);
  });
}

async function readRequest({ endpoint, options }: Route, context: Context<RestVariables>): Promise<Omit<KeyRequest<string, unknown, unknown>, 'scope'>> {
  const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const params = Object.fromEntries(names.map((name) => [name, readParam(context, name)])) as KeyRequest<string, unknown, unknown>['params'];
  const query = readQuery(context, options.query);
  const form = endpoint.form === null ? emptyForm : await readForm(context);
  return { params, query, form, body: endpoint.request === null ? {} : await readChecked(context, endpoint.request, options.body), context };
}

async function readChecked(context: Context<RestVariables>, shape: Shape, narrower: Route['options']['body']): Promise<unknown> {
  const body = checked(requestShape(shape), await readJson(context));
  return narrower === undefined ? body : checked(narrower, body);
}

/** No id of ours holds anything but letters, digits and a few signs, and the database refuses some characters. */
function readParam(context: Context<RestVariables>, name: string): string {
  const value = context.req.param(name) ?? '';
  if (value.length > 300 || value.includes('\u0000') || !value.isWellFormed()) throw new AppError('not_found', `There is nothing called that.`);
  return value;
}

function answerJson(deps: RouteDeps, route: Route, context: Context<RestVariables>, answer: unknown): Response {
  const { endpoint } = route;
  if (endpoint.success === 204) return context.body(null, 204);
  const wire = answer === undefined ? null : answer;
  if (endpoint.answer !== 'bytes' && endpoint.answer !== 'text') checkAnswer(deps, route, endpoint.answer, wire);
  return context.json(wire, endpoint.success as ContentfulStatusCode);
}

function checkAnswer(deps: RouteDeps, { key }: Route, shape: Shape, answer: unknown): void {
  const problems = answerShape(shape).safeParse(answer).error?.issues;
  if (problems === undefined) return;
  const where = problems.slice(0, 5).map(({ path, message }) => `${path.join('.')}: ${message}`);
  if (deps.wrongAnswers !== 'log') throw new Error(`The answer of ${key} is not what clients can read. ${where.join('; ')}`);
  deps.log.error({ route: key, problems: where }, 'an answer is not what clients can read');
}
