import { readFile } from 'node:fs/promises';
import { brotliDecompressSync } from 'node:zlib';
import { Scalar } from '@scalar/hono-api-reference';
import { findAsset } from '../../lib/find-asset';
import { openApiDocument } from '../openapi';
import type { Route } from '../route';
import type { RestDeps, RestRoutes } from '../routes';

const scriptPath = '/docs/api/reference.js';
const script = 'server/rest/reference/scalar.js.br';

/** The description of the API for programs, and the pages that show it to people. Nothing is loaded from elsewhere. */
export function mountReference(app: RestRoutes, { services }: RestDeps, routes: readonly Route[]): void {
  let document: string | undefined;
  app.get('/openapi.json', (context) => {
    document ??= JSON.stringify(openApiDocument(routes, services.publicUrl));
    return context.body(document, 200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'public, max-age=300' });
  });
  app.get('/docs/api', Scalar({ url: '/openapi.json', cdn: scriptPath, pageTitle: 'Parley API', telemetry: false, withDefaultFonts: false }));
  app.get(scriptPath, async (context) => {
    const compressed = await readFile(findAsset(script));
    const takesBrotli = /\bbr\b/.test(context.req.header('accept-encoding') ?? '');
    return context.body(Uint8Array.from(takesBrotli ? compressed : brotliDecompressSync(compressed)), 200, {
      'content-type': 'text/javascript; charset=utf-8',
      ...(takesBrotli ? { 'content-encoding': 'br' } : {}),
      vary: 'accept-encoding',
      'cache-control': 'public, max-age=86400',
    });
  });
}
