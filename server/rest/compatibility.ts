import type { Route } from './route';
import type { Endpoint } from './wire/shape';

export interface Coverage {
  readonly endpoints: readonly Endpoint[];
  readonly routes: readonly Pick<Route, 'key' | 'options'>[];
  readonly sockets: readonly string[];
}

/** `GET /v1/voices`, as routes and the list of what is missing name it. */
export function keyOf({ method, path }: Endpoint): string {
  return `${method} ${path}`;
}

/** Endpoints of the official list that nothing answers, by group. */
export function missingEndpoints({ endpoints, routes, sockets }: Coverage): Record<string, string[]> {
  const served = new Set<string>([...routes.map(({ key }) => key), ...sockets]);
  const missing: Record<string, string[]> = {};
  for (const endpoint of endpoints) {
    if (!served.has(keyOf(endpoint))) (missing[endpoint.group] ??= []).push(keyOf(endpoint));
  }
  return missing;
}

/** The page that tells what of the public API is there. */
export function compatibilityPage(coverage: Coverage): string {
  const { endpoints, routes } = coverage;
  const missing = new Set(Object.values(missingEndpoints(coverage)).flat());
  const noteOf = new Map(routes.map(({ key, options }) => [key as string, options.note ?? '']));
  const groups = [...new Set(endpoints.map(({ group }) => group))];
  const sections = groups.map((group) => {
    const rows = endpoints
      .filter((endpoint) => endpoint.group === group)
      .map((endpoint) => {
        const key = keyOf(endpoint);
        const notes = [noteOf.get(key) ?? '', endpoint.deprecated ? 'Deprecated by its authors.' : ''].filter(Boolean).join(' ');
        return `| \`${key}\` | ${missing.has(key) ? 'not yet' : 'yes'} | ${endpoint.summary}${notes === '' ? '' : `. ${notes}`} |`;
      });
    return `## ${group}\n\n| route | served | notes |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `${introduction}\n\n${sections.join('\n')}`;
}

const introduction = `# Compatibility with the ElevenLabs API

<!-- Written from the routes by server/rest/compatibility.test.ts: run it with \`vitest run --project unit server/rest/compatibility.test.ts -u\` after a change. -->

Official clients work against Parley unchanged: set their base URL and an API key of Parley. Requests are held to the shapes the
official client libraries send, and answers to those they read. \`/openapi.json\` describes the same routes, \`/docs/api\` shows them.`;
