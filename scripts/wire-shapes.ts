// Writes `server/rest/wire/shapes.json` and `endpoints.json`, the public API as data:
//   node scripts/wire-shapes.ts <folder with shapes.txt and endpoints.tsv>
// The two texts list, one a line, what the official client libraries send, accept and refuse. They are not part of this repository.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rootDir } from './house/paths.ts';
import { correctEndpoints, correctShapes } from './wire/corrections.ts';
import { parseEndpoints } from './wire/parse-endpoints.ts';
import { parseShapes } from './wire/parse-shapes.ts';
import { addFromLibrary } from './wire/shapes-of-library.ts';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Say where shapes.txt and endpoints.tsv are: node scripts/wire-shapes.ts <folder>');
  process.exit(2);
}
const wire = path.join(rootDir, 'server/rest/wire');
const endpoints = correctEndpoints(parseEndpoints(readFileSync(path.join(folder, 'endpoints.tsv'), 'utf8')));
const shapes = addFromLibrary(correctShapes(parseShapes(readFileSync(path.join(folder, 'shapes.txt'), 'utf8'))), endpoints);
writeFileSync(
  path.join(wire, 'endpoints.json'),
  oneALine(
    endpoints.map((endpoint) => JSON.stringify(endpoint)),
    '[',
    ']',
  ),
);
writeFileSync(
  path.join(wire, 'shapes.json'),
  oneALine(
    Object.entries(shapes).map(([name, shape]) => `${JSON.stringify(name)}:${JSON.stringify(shape)}`),
    '{',
    '}',
  ),
);
console.log(`${Object.keys(shapes).length} shapes, ${endpoints.length} endpoints`);

/** So that a change of one shape is a change of one line. */
function oneALine(items: readonly string[], open: string, close: string): string {
  return `${open}\n${items.join(',\n')}\n${close}\n`;
}
