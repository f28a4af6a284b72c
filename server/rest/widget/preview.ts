/** The page in which the dashboard shows a widget that is not saved yet, and what runs in it. */

export const previewPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Widget preview</title>
<style>
  html, body { margin: 0; min-height: 100%; }
  body { --paper: #ffffff; --line: #e7e5df; background: var(--paper); }
  body[data-page="dark"] { --paper: #14161a; --line: #262a31; }
  .page { max-width: 40rem; margin: 0 auto; padding: 2.5rem 1.5rem; display: grid; gap: 0.875rem; }
  .page span { display: block; height: 0.75rem; border-radius: 0.375rem; background: var(--line); }
  .page span:first-child { width: 55%; height: 1.5rem; margin-bottom: 0.5rem; }
  .page span:nth-child(3n) { width: 82%; }
  .page span:nth-child(5) { height: 8rem; width: 100%; }
</style>
</head>
<body>
<main class="page" aria-hidden="true">${'<span></span>'.repeat(9)}</main>
<script src="/widget.js"></script>
<script src="/widget/preview.js"></script>
</body>
</html>
`;

/**
 * Only what the dashboard around it says is shown. The element is made anew for settings that it reads once; for all others it stays, and with it
 * a conversation that goes on in it.
 */
export const previewScript = `(() => {
  const readOnce = ['default_expanded', 'terms_html'];
  let element;
  let madeOf;
  addEventListener('message', (event) => {
    if (event.source !== parent || event.origin !== location.origin || event.data?.kind !== 'widget-preview') return;
    const { agentId, config, language, page } = event.data;
    document.body.dataset.page = page === 'dark' ? 'dark' : 'light';
    const needed = JSON.stringify([agentId, ...readOnce.map((name) => config[name])]);
    const isNew = element === undefined || needed !== madeOf;
    if (isNew) {
      element?.remove();
      element = document.createElement('elevenlabs-convai');
      madeOf = needed;
    }
    element.setAttribute('agent-id', agentId);
    element.setAttribute('override-config', JSON.stringify(config));
    if (language === null) element.removeAttribute('override-language');
    else element.setAttribute('override-language', language);
    if (isNew) document.body.append(element);
    parent.postMessage({ kind: 'widget-preview-shown' }, location.origin);
  });
  parent.postMessage({ kind: 'widget-preview-ready' }, location.origin);
})();
`;

/** Nothing runs in the page but the two scripts, whatever terms or words say; `origin` is where the element finds this server. */
export function previewPolicy(origin: string): string {
  return [
    "default-src 'none'",
    // The element loads what it records and plays with from addresses it makes itself, and a resampler for some browsers from a CDN.
    "script-src 'self' blob: 'wasm-unsafe-eval' https://cdn.jsdelivr.net",
    "style-src 'unsafe-inline'",
    'img-src * data: blob:',
    'media-src blob: data:',
    `connect-src 'self' ${origin} ${origin.replace(/^http/u, 'ws')} blob: data:`,
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
