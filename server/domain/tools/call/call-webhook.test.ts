import { createHmac, generateKeyPairSync, verify } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { authConnectionSchema } from '../../../contracts/auth-connection';
import { webhookToolSchema, type WebhookTool } from '../../../contracts/tool-config';
import { Outgoing } from '../../../integrations/safe-fetch/outgoing';
import { answerJson, startWebServer, type WebServer } from '../../../testing/web-server';
import { AuthTokens } from '../../auth-connections/auth-tokens';
import { callWebhook, type WebhookOutcome } from './call-webhook';
import type { RequestInput } from './webhook-request';
import { webhookParameters } from './webhook-slots';

let web: WebServer;
let outgoing: Outgoing;
let tokens: AuthTokens;
let nowMs: number;
let connections: Record<string, unknown>;
let noted: string[];

beforeAll(async () => {
  web = await startWebServer();
  outgoing = new Outgoing({ allowPrivateHosts: ['127.0.0.1'] });
});

afterAll(async () => {
  await outgoing.close();
  await web.close();
});

beforeEach(() => {
  web.requests.length = 0;
  web.answer = (_, response) => answerJson(response, { ok: true });
  nowMs = 1_800_000_000_000;
  tokens = new AuthTokens(outgoing, () => nowMs);
  connections = {};
  noted = [];
});

function tool(apiSchema: Record<string, unknown>, more: Record<string, unknown> = {}): WebhookTool {
  const { url, ...rest } = apiSchema;
  return webhookToolSchema.parse({ type: 'webhook', name: 'lookup', ...more, apiSchema: { url: `${web.url}${String(url ?? '/')}`, ...rest } });
}

function call(of: WebhookTool, input: Partial<RequestInput> = {}, signal = new AbortController().signal): Promise<WebhookOutcome> {
  const sources = {
    secret: async (id: string) => `value-of-${id}`,
    environmentValue: async (label: string) => ({ text: `env-of-${label}`, isSecret: label.startsWith('hidden') }),
    connection: async () => ({ id: 'authconn_1', key: 'authconn_1 0', config: authConnectionSchema.parse({ name: 'c', provider: 'p', ...connections }) }),
    noteConnection: async (_: string, status: string) => void noted.push(status),
  };
  return callWebhook(of, { parameters: {}, variables: {}, ...input }, { sources, outgoing, tokens }, signal);
}

const text = (description = 'A text.') => ({ type: 'string', description });

describe('what is sent', () => {
  const order = () =>
    tool({
      url: '/orders/{order_id}/items',
      method: 'POST',
      pathParamsSchema: { order_id: text() },
      queryParamsSchema: {
        properties: { limit: { type: 'integer', description: 'How many.' }, lang: { type: 'string', dynamic_variable: 'language' } },
        required: ['limit'],
      },
      requestBodySchema: {
        type: 'object',
        required: ['reason'],
        properties: {
          reason: { type: 'string', enum: ['late', 'broken'], description: 'Why.' },
          source: { type: 'string', constant_value: 'phone' },
          urgent: { type: 'boolean', constant_value: false },
          conversation_id: { type: 'string', is_system_provided: true },
          skipped: { type: 'string', is_omitted: true },
          address: {
            type: 'object',
            description: 'Where to.',
            required: ['city'],
            properties: { city: text(), zip: { type: 'string', dynamic_variable: 'zip' } },
          },
          notes: { type: 'array', description: 'Notes.', items: text() },
        },
      },
    });

  test('arguments of the model, constants, variables and system values go to path, query and body', async () => {
    const outcome = await call(order(), {
      parameters: {
        order_id: 'A/7 ü',
        limit: '5',
        reason: 'late',
        address: { city: 'Bonn' },
        notes: ['one', 'two'],
        source: 'a model that wants more',
        skipped: 'x',
      },
      variables: { language: 'de', zip: '53111', system__conversation_id: 'conv_1' },
    });
    expect(outcome).toMatchObject({ isError: false, result: '{"ok":true}' });
    expect(web.requests[0]).toMatchObject({ method: 'POST', url: '/orders/A%2F7%20%C3%BC/items?limit=5&lang=de' });
    expect(JSON.parse(web.requests[0]?.body ?? '')).toEqual({
      reason: 'late',
      source: 'phone',
      urgent: false,
      conversation_id: 'conv_1',
      address: { city: 'Bonn', zip: '53111' },
      notes: ['one', 'two'],
    });
    expect(outcome.details).toMatchObject({ type: 'webhook', method: 'POST', pathParams: { order_id: 'A/7 ü' }, queryParams: { limit: '5', lang: 'de' } });
  });

  test('the model is shown only what it is to give', () => {
    expect(webhookParameters(order())).toEqual({
      type: 'object',
      properties: {
        order_id: { type: 'string', description: 'A text.' },
        limit: { type: 'integer', description: 'How many.' },
        reason: { type: 'string', enum: ['late', 'broken'], description: 'Why.' },
        address: { type: 'object', description: 'Where to.', properties: { city: { type: 'string', description: 'A text.' } }, required: ['city'] },
        notes: { type: 'array', description: 'Notes.', items: { type: 'string', description: 'A text.' } },
      },
      required: ['order_id', 'limit', 'reason'],
    });
  });

  test('arguments that are missing or wrong are told to the model, and nothing is sent', async () => {
    const outcome = await call(order(), { parameters: { limit: 'many', reason: 'bored', address: { zip: '1' }, notes: 'one' } });
    expect(outcome).toMatchObject({ isError: true, errorType: 'invalid_parameters', details: null });
    for (const problem of [
      'order_id is required',
      'limit must be an integer',
      'reason must be one of late, broken',
      'address.city is required',
      'notes must be an array',
    ]) {
      expect(outcome.result).toContain(problem);
    }
    expect(web.requests).toEqual([]);
  });

  test('two places with one name are two arguments', async () => {
    const two = tool({ url: '/{id}', method: 'POST', pathParamsSchema: { id: text() }, requestBodySchema: { properties: { id: text() }, required: ['id'] } });
    expect(Object.keys(webhookParameters(two)['properties'] as object)).toEqual(['id', 'body_id']);
    await call(two, { parameters: { id: 'p', body_id: 'b' } });
    expect(web.requests[0]).toMatchObject({ url: '/p', body: '{"id":"b"}' });
  });

  test('a path value cannot climb to another path', async () => {
    const one = tool({ url: '/public/{name}', pathParamsSchema: { name: text() } });
    for (const name of ['..', '../admin', '%2e%2e', 'a?b=c', '#']) await call(one, { parameters: { name } });
    for (const { url } of web.requests) expect(url).toMatch(/^\/public\/[^/?#]+$/);
    expect(web.requests).toHaveLength(5);
  });

  test('values are guarded by the list a variable holds', async () => {
    const guarded = tool({ url: '/{account}', pathParamsSchema: { account: { ...text(), allowed_values: { dynamic_variable: 'accounts' } } } });
    expect((await call(guarded, { parameters: { account: 'x' }, variables: { accounts: '["a","b"]' } })).errorType).toBe('invalid_parameters');
    expect((await call(guarded, { parameters: { account: 'a' }, variables: { accounts: '["a","b"]' } })).isError).toBe(false);
    expect(JSON.stringify(webhookParameters(guarded))).not.toContain('accounts');
  });

  test('sets of members of which one is needed are looked at', async () => {
    const either = tool({
      method: 'POST',
      requestBodySchema: { properties: { mail: text(), phone: text() }, required_constraints: { any_of: [{ required: ['mail'] }, { required: ['phone'] }] } },
    });
    expect((await call(either)).result).toContain('mail, or phone is required');
    expect((await call(either, { parameters: { phone: '1' } })).isError).toBe(false);
  });

  test('a form is sent where the tool says so, and a body can be a variable as a whole', async () => {
    await call(
      tool({
        method: 'POST',
        contentType: 'application/x-www-form-urlencoded',
        requestBodySchema: { properties: { a: text(), list: { type: 'array', items: text() } } },
      }),
      {
        parameters: { a: 'x y', list: ['1', '2'] },
      },
    );
    expect(web.requests[0]).toMatchObject({ body: 'a=x+y&list=1&list=2', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    await call(tool({ method: 'PUT', requestBodySchema: { dynamic_variable: 'whole' } }), { variables: { whole: '{"b":1}' } });
    expect(web.requests[1]?.body).toBe('{"b":1}');
  });

  test('variables fill the address and count as arguments’ placeholders; without a value nothing is sent', async () => {
    await call(tool({ url: '/{{region}}/x?v={{version}}' }), { variables: { region: 'eu/west', version: 2 } });
    expect(web.requests[0]?.url).toBe('/eu%2Fwest/x?v=2');
    expect((await call(tool({ url: '/{{region}}' }))).result).toContain('region');
    expect(web.requests).toHaveLength(1);
  });
});

describe('secrets', () => {
  const secretive = () =>
    tool({
      requestHeaders: {
        'X-Key': { secretId: 'secret_1' },
        'X-User': 'token {{secret__user}}',
        'X-Plain': { variableName: 'plan' },
        'X-Env': { envVarLabel: 'hidden-one' },
        'X-Open': { envVarLabel: 'open' },
      },
    });
  const variables = { secret__user: 'user-secret', plan: 'gold' };

  test('go into headers at the time of the call', async () => {
    await call(secretive(), { variables });
    expect(web.requests[0]?.headers).toMatchObject({
      'x-key': 'value-of-secret_1',
      'x-user': 'token user-secret',
      'x-plain': 'gold',
      'x-env': 'env-of-hidden-one',
      'x-open': 'env-of-open',
    });
  });

  test('are in no record and in no result, not even when the service repeats them', async () => {
    web.answer = (request, response) => answerJson(response, { echoed: request.headers });
    const outcome = await call(secretive(), { variables });
    web.answer = (request, response) => answerJson(response, { echoed: request.headers }, 500);
    const failed = await call(webhookToolSchema.parse({ ...secretive(), toolErrorHandlingMode: 'passthrough' }), { variables });
    for (const each of [outcome, failed]) {
      const everything = JSON.stringify(each);
      for (const value of ['value-of-secret_1', 'user-secret', 'env-of-hidden-one']) expect(everything).not.toContain(value);
      expect(everything).toContain('gold');
    }
  });

  test('may not go into the address or the body', async () => {
    expect((await call(tool({ url: '/{{secret__user}}' }), { variables })).isError).toBe(true);
    const body = tool({ method: 'POST', requestBodySchema: { properties: { a: { type: 'string', dynamic_variable: 'secret__user' } }, required: ['a'] } });
    expect((await call(body, { variables })).isError).toBe(true);
    expect(web.requests).toEqual([]);
  });
});

describe('what comes back', () => {
  const answering = (value: unknown) => {
    web.answer = (_, response) => answerJson(response, value);
  };

  test('sets variables by path, and what is marked is taken out before anyone sees it', async () => {
    answering({ user: { name: 'Ada', token: 't0p' }, items: [{ id: 7 }, { id: 8 }], total: 2 });
    const outcome = await call(
      tool(
        {},
        {
          assignments: [
            { dynamicVariable: 'name', valuePath: 'user.name' },
            { dynamicVariable: 'secret__token', valuePath: 'user.token', sanitize: true },
            { dynamicVariable: 'first', valuePath: 'items.0.id' },
            { dynamicVariable: 'all', valuePath: 'items' },
            { dynamicVariable: 'none', valuePath: 'missing.path' },
          ],
        },
      ),
    );
    expect(outcome.assigns).toEqual({ name: 'Ada', secret__token: 't0p', first: 7, all: '[{"id":7},{"id":8}]' });
    expect(JSON.parse(outcome.result)).toEqual({ user: { name: 'Ada' }, items: [{ id: 7 }, { id: 8 }], total: 2 });
  });

  test('is filtered to the paths that are allowed, or hidden', async () => {
    answering({
      ticket: { id: 1, notes: 'long' },
      rows: [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
      debug: 'x',
    });
    const allowed = await call(tool({ responseFilter: { mode: 'allow', filters: ['ticket.id', 'rows.a'] } }));
    expect(JSON.parse(allowed.result)).toEqual({ ticket: { id: 1 }, rows: [{ a: 1 }, { a: 3 }] });
    expect((await call(tool({ responseFilter: { mode: 'hide_all' } }))).result).toBe('The call succeeded.');
  });

  test('is cut when it is long, told when it is empty, and not shown when it is binary', async () => {
    web.answer = (_, response) => response.end('x'.repeat(100_000));
    const long = await call(tool({}));
    expect(long.result.length).toBeLessThan(16_100);
    expect(long.result).toContain('100000 characters');
    web.answer = (_, response) => response.writeHead(204).end();
    expect((await call(tool({}))).result).toContain('no result');
    web.answer = (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('PNG');
    expect((await call(tool({}))).result).toBe('A binary answer of 3 bytes (image/png).');
  });

  test('errors are hidden, summarised or passed through as the tool says', async () => {
    web.answer = (_, response) => answerJson(response, { error: 'no such order' }, 404);
    expect(await call(tool({}))).toMatchObject({ isError: true, errorType: 'http_error', result: expect.not.stringContaining('404') });
    expect((await call(tool({}, { toolErrorHandlingMode: 'summarized' }))).result).toBe('Error: The service answered with status 404.');
    expect((await call(tool({}, { toolErrorHandlingMode: 'passthrough' }))).result).toContain('no such order');
    expect((await call(tool({}))).errorMessage).toContain('no such order');
  });

  test('private hosts and hosts that are not there are errors like others', async () => {
    const elsewhere = webhookToolSchema.parse({
      type: 'webhook',
      name: 'x',
      toolErrorHandlingMode: 'summarized',
      apiSchema: { url: 'http://169.254.169.254/latest/meta-data' },
    });
    expect(await call(elsewhere)).toMatchObject({ isError: true, errorType: 'connection_error', result: 'Error: The service could not be reached.' });
  });

  test('a cancelled call throws the reason', async () => {
    web.answer = () => undefined;
    const cancel = new AbortController();
    const running = call(tool({}), {}, cancel.signal);
    cancel.abort('over');
    await expect(running).rejects.toBe('over');
  });
});

describe('redirects', () => {
  test('are errors unless the tool follows them', async () => {
    web.answer = (_, response) => response.writeHead(302, { location: '/there' }).end();
    expect(await call(tool({}))).toMatchObject({ isError: true, errorType: 'http_error' });
  });

  test('are followed once, to allowed domains, without anything of the tool’s', async () => {
    web.answer = (request, response) => (request.url === '/there' ? response.end('arrived') : response.writeHead(307, { location: '/there' }).end());
    const following = { followRedirects: true, followRedirectsAllowedDomains: ['127.0.0.1'] };
    const outcome = await call(
      tool({ method: 'POST', requestBodySchema: { properties: { a: text() } }, requestHeaders: { 'X-Key': { secretId: 'secret_1' } } }, following),
      {
        parameters: { a: 'b' },
      },
    );
    expect(outcome.result).toBe('arrived');
    expect(web.requests[1]).toMatchObject({ method: 'GET', body: '' });
    expect(web.requests[1]?.headers).not.toHaveProperty('x-key');
    const elsewhere = await call(tool({}, { ...following, followRedirectsAllowedDomains: ['example.com'] }));
    expect(elsewhere).toMatchObject({ isError: true, errorType: 'connection_error' });
  });
});

describe('auth connections', () => {
  const connected = () => tool({ authConnection: { authConnectionId: 'authconn_1' } });

  test('basic, bearer and custom header', async () => {
    connections = { authType: 'basic_auth', username: 'ada', password: 'pw:1234' };
    await call(connected());
    connections = { authType: 'bearer_auth', token: 'tok-1' };
    await call(connected());
    connections = { authType: 'custom_header_auth', headerName: 'X-Service-Key', token: 'tok-2' };
    const outcome = await call(connected());
    expect(web.requests.map(({ headers }) => headers.authorization ?? headers['x-service-key'])).toEqual([
      `Basic ${Buffer.from('ada:pw:1234').toString('base64')}`,
      'Bearer tok-1',
      'tok-2',
    ]);
    expect(JSON.stringify(outcome)).not.toContain('tok-2');
  });

  test('client credentials fetch one token for many calls, and another when it is over or refused', async () => {
    connections = { authType: 'oauth2_client_credentials', clientId: 'me', clientSecret: 'shh-123', tokenUrl: `${web.url}/token`, scopes: ['a', 'b'] };
    let given = 0;
    let isRefused = false;
    web.answer = (request, response) => {
      if (request.url === '/token') return answerJson(response, { access_token: `token-${++given}`, expires_in: 60 });
      if (isRefused && request.headers.authorization === 'Bearer token-2') return answerJson(response, {}, 401);
      answerJson(response, { seen: true });
    };
    await Promise.all([call(connected()), call(connected())]);
    expect(given).toBe(1);
    expect(web.requests[0]?.body).toBe('grant_type=client_credentials&scope=a+b&client_id=me&client_secret=shh-123');
    nowMs += 31_000;
    await call(connected());
    expect(given).toBe(2);
    isRefused = true;
    expect(await call(connected())).toMatchObject({ isError: false });
    expect(given).toBe(3);
  });

  test('a token that is refused, or not given, marks the connection', async () => {
    connections = { authType: 'oauth2_client_credentials', clientId: 'me', clientSecret: 'shh-123', tokenUrl: `${web.url}/token`, basicAuthInHeader: true };
    web.answer = (_, response) => answerJson(response, { error: 'invalid_client' }, 401);
    expect(await call(connected())).toMatchObject({ isError: true, errorType: 'auth_error' });
    expect(noted).toEqual(['credential_invalid']);
    expect(web.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:shh-123').toString('base64')}`);
  });

  test('a signed token is shown itself, or exchanged for one', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const claims = { issuer: 'us', audience: 'them', subject: 'agent', algorithm: 'RS256', keyId: 'k1' };
    connections = { authType: 'private_key_jwt', ...claims, secretKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
    await call(connected());
    const [head = '', body = '', signature = ''] = (web.requests[0]?.headers.authorization ?? '').replace('Bearer ', '').split('.');
    expect(verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' });
    expect(JSON.parse(Buffer.from(body, 'base64url').toString())).toMatchObject({
      iss: 'us',
      aud: 'them',
      sub: 'agent',
      iat: 1_800_000_000,
      exp: 1_800_003_600,
    });

    connections = { authType: 'oauth2_jwt', ...claims, algorithm: 'HS256', secretKey: 'shared', tokenUrl: `${web.url}/token` };
    tokens = new AuthTokens(outgoing, () => nowMs);
    web.answer = (request, response) => answerJson(response, request.url === '/token' ? { access_token: 'exchanged', expires_in: 100 } : {});
    await call(connected());
    const form = new URLSearchParams(web.requests.find(({ url }) => url === '/token')?.body);
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const [h = '', b = '', s] = (form.get('assertion') ?? '').split('.');
    expect(createHmac('sha256', 'shared').update(`${h}.${b}`).digest('base64url')).toBe(s);
    expect(web.requests.at(-1)?.headers.authorization).toBe('Bearer exchanged');
  });
});
