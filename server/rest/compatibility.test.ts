import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { compatibilityPage, keyOf, missingEndpoints } from './compatibility';
import { publicRoutes } from './public-routes';
import type { RouteDeps } from './routes';
import { wireEndpoints } from './wire/catalogue';
import { servedSockets } from './wire/sockets';

// Routes are only described here and none is called, so what they need may be missing.
const routes = publicRoutes({ services: {}, limits: {} } as unknown as RouteDeps);
const coverage = { endpoints: wireEndpoints(), routes, sockets: servedSockets };
const notYet = JSON.parse(readFileSync(path.join(import.meta.dirname, 'wire/not-yet.json'), 'utf8')) as Record<string, string[]>;

test('the list holds the whole API', () => {
  expect(coverage.endpoints.length).toBe(253);
  expect(coverage.endpoints.filter(({ method }) => method === 'WS')).toHaveLength(6);
});

test('every route of the list is served or said to be missing, and none is both', () => {
  expect(notYet).toEqual(missingEndpoints(coverage));
});

test('every socket that is said to be served is on the list', () => {
  const known = new Set(coverage.endpoints.map(keyOf));
  expect(servedSockets.filter((socket) => !known.has(socket))).toEqual([]);
});

test('no route is there twice', () => {
  const keys = routes.map(({ key }) => key);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test('the page in the documentation is up to date (update it with -u)', async () => {
  await expect(compatibilityPage(coverage)).toMatchFileSnapshot('../../docs/elevenlabs-compatibility.md');
});
