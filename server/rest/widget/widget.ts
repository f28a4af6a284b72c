import { readFile } from 'node:fs/promises';
import { findAsset } from '../../lib/find-asset';
import { requestOrigin } from '../request-origin';
import type { RestDeps, RestRoutes } from '../routes';
import { noisePng } from './noise';
import { previewPage, previewPolicy, previewScript } from './preview';
import { widgetScript } from './widget-script';

const folder = 'node_modules/@elevenlabs/convai-widget-embed';
const publicFile = { 'cross-origin-resource-policy': 'cross-origin', 'x-content-type-options': 'nosniff' };
/** Short: whoever moves the server, or updates it, wants the pages of others to follow. */
const scriptLifetime = 'public, max-age=300';
const imageLifetime = 'public, max-age=604800, immutable';

/** `/widget.js`: the official element for pages of others, talking to this server, the images it asks for, and the page the dashboard shows it in. */
export function mountWidget(app: RestRoutes, { services }: Pick<RestDeps, 'services'>): void {
  const parts = memoised(async () => {
    const [bundle, licence] = await Promise.all([`${folder}/dist/index.js`, `${folder}/LICENSE`].map((file) => readFile(findAsset(file), 'utf8')));
    return { bundle: bundle ?? '', licence: licence ?? '' };
  });
  const noise = memoised(async () => noisePng());

  app.get('/widget.js', async (context) => {
    const { bundle, licence } = await parts();
    const script = widgetScript(bundle, licence, requestOrigin(context, services.publicUrl));
    return context.body(script, 200, {
      ...publicFile,
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': scriptLifetime,
      vary: 'host, x-forwarded-host, x-forwarded-proto',
    });
  });
  app.get('/widget/noise.png', async (context) =>
    context.body(Uint8Array.from(await noise()), 200, { ...publicFile, 'content-type': 'image/png', 'cache-control': imageLifetime }),
  );
  app.get('/widget/languages/:file{[a-z-]{2,8}\\.svg}', (context) => {
    const name = context.req.param('file').replace('.svg', '').slice(0, 2).toUpperCase();
    return context.body(badge(name), 200, { ...publicFile, 'content-type': 'image/svg+xml', 'cache-control': imageLifetime });
  });
  app.get('/widget/preview', (context) =>
    context.body(previewPage, 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': previewPolicy(requestOrigin(context, services.publicUrl)),
      'cache-control': 'no-cache',
    }),
  );
  app.get('/widget/preview.js', (context) =>
    context.body(previewScript, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' }),
  );
}

/** A language's letters in a circle. */
function badge(letters: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="16" fill="#e5e7eb"/><text x="16" y="21" font-family="system-ui,sans-serif" font-size="13" font-weight="600" text-anchor="middle" fill="#374151">${letters}</text></svg>`;
}

function memoised<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
