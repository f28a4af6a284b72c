// `npm test`: every check there is, or those named: `npm test -- types unit`. Ends with one line, `N passed, N failed`.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateClient } from './house/build.ts';
import { freePort } from './house/free-port.ts';
import { rootDir } from './house/paths.ts';
import { type Counts, countsVariable, readCounts } from './testing/counts.ts';
import { findChromium } from './testing/find-chromium.ts';
import { livekitServer, livekitVariable } from './testing/livekit-server.ts';

interface Check {
  /** What a failure of it means, in a few words. */
  readonly what: string;
  readonly run: () => Promise<Counts>;
}

const scratch = mkdtempSync(path.join(tmpdir(), 'parley-npm-test-'));
chmodSync(scratch, 0o755); // under root PostgreSQL runs as somebody else, who must be able to enter
const bin = (name: string) => path.join(rootDir, 'node_modules/.bin', name);
const one = (ok: boolean): Counts => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

const checks: Readonly<Record<string, Check>> = {
  imports: { what: 'who may import what', run: () => vitest('imports', ['--project', 'imports']) },
  types: { what: 'TypeScript', run: async () => one((await run(bin('tsc'), ['--noEmit', '-p', 'tsconfig.json'])) === 0) },
  lint: { what: 'oxlint, with types', run: async () => one((await run(bin('oxlint'), ['--type-aware', '--deny-warnings'])) === 0) },
  format: { what: 'biome', run: async () => one((await run(bin('biome'), ['format', '.'])) === 0) },
  schema: { what: 'migrations make the schema', run: async () => one(await migrationsMakeSchema()) },
  unit: { what: 'unit tests', run: () => vitest('unit', ['--project', 'unit']) },
  integration: { what: 'tests on PostgreSQL', run: async () => vitest('integration', ['--project', 'integration'], await withLivekit()) },
  e2e: { what: 'the product, in Chromium', run: endToEnd },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(checks, name));
if (unknown.length > 0) {
  console.error(`There is no check called ${unknown.join(', ')}. There are: ${Object.keys(checks).join(', ')}.`);
  process.exit(2);
}

const results: { readonly name: string; readonly counts: Counts; readonly seconds: number }[] = [];
await generateClient();
for (const [name, check] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n── ${name}: ${check.what}`);
  const startedAt = performance.now();
  const counts = await check.run();
  results.push({ name, counts, seconds: (performance.now() - startedAt) / 1000 });
}
rmSync(scratch, { recursive: true, force: true });
summarise();

function summarise(): void {
  console.log('\n── summary');
  let passed = 0;
  let failed = 0;
  for (const { name, counts, seconds } of results) {
    passed += counts.passed;
    failed += counts.failed;
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    console.log(
      `${counts.failed === 0 ? '✓' : '✗'} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s  ${counts.passed} passed, ${counts.failed} failed${skipped}`,
    );
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

async function vitest(name: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Counts> {
  const file = path.join(scratch, `${name}.json`);
  const code = await run(bin('vitest'), ['run', ...args, '--reporter=default', '--reporter=./scripts/testing/vitest-count-reporter.ts'], {
    [countsVariable]: file,
    ...environment,
  });
  return counted(file, code);
}

/** Names a LiveKit server to tests of WebRTC; where there is none they are skipped, and it is said why. */
async function withLivekit(): Promise<Readonly<Record<string, string>>> {
  const found = await livekitServer();
  if ('program' in found) return { [livekitVariable]: found.program };
  console.log(`WebRTC is not tested against a real LiveKit server: ${found.missing}.`);
  return {};
}

/** A runner that failed without a failed test, or found nothing to run, counts as one failure. */
function counted(file: string, code: number): Counts {
  const counts = readCounts(file) ?? { passed: 0, failed: 0, skipped: 0 };
  const isEmpty = counts.passed + counts.failed === 0;
  return counts.failed === 0 && (code !== 0 || isEmpty) ? { ...counts, failed: 1 } : counts;
}

async function migrationsMakeSchema(): Promise<boolean> {
  const code = await run(
    process.execPath,
    ['scripts/prisma.ts', 'migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema', '--exit-code'],
    { DATA_DIR: path.join(scratch, 'schema'), DATABASE_URL: '' },
  );
  if (code !== 0) console.log('prisma/schema was changed without a migration: npm run prisma -- migrate dev');
  return code === 0;
}

async function endToEnd(): Promise<Counts> {
  const chromium = findChromium();
  if (chromium === undefined) {
    console.log('No Chromium was found. Install one (Debian: apt-get install chromium) or name it: CHROMIUM_PATH=/path/to/chromium npm test');
    return one(false);
  }
  if (
    !existsSync(path.join(rootDir, 'e2e')) ||
    !readdirSync(path.join(rootDir, 'e2e'), { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.spec.ts'))
  ) {
    console.log('e2e/ holds no test.');
    return one(false);
  }
  const file = path.join(scratch, 'e2e.json');
  const livekit = await withLivekit();
  const code = await run(bin('playwright'), ['test'], {
    [countsVariable]: file,
    CHROMIUM_PATH: chromium,
    PARLEY_E2E_PORT: String(await freePort()),
    PARLEY_E2E_DATA_DIR: path.join(scratch, 'e2e-data'),
    ...livekit,
    ...('PARLEY_TEST_LIVEKIT_SERVER' in livekit ? { PARLEY_E2E_LIVEKIT_PORT: String(await freePort()) } : {}),
  });
  return counted(file, code);
}

function run(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: rootDir, env: { ...process.env, ...environment }, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}
