// node scripts/bootstrap.mjs <script.ts> [arguments]
//
// Gets a checkout from "just cloned" to running a TypeScript script on Node 24: installs when node_modules is not what the
// lock file says, then runs the script on the Node 24 that the install brought. Plain JavaScript on purpose,
// and without dependencies: the machine's own Node may be as old as 18 and nothing may be installed yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const needed = 24;

/** What every process below us should have: nothing phones home, and no install step fetches a binary of its own. */
const quiet = {
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  ONNXRUNTIME_NODE_INSTALL: 'skip',
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
};

const startedBy = process.ppid;
const [script, ...args] = process.argv.slice(2);
if (script === undefined) fail('usage: node scripts/bootstrap.mjs <script.ts> [arguments]');
Object.assign(process.env, quiet);
process.chdir(root);
if (!isInstalled()) install();
runOnNode24(path.join(root, script), args);

/**
 * Compares what is locked with npm's own record of what is installed, which npm writes last. Contents and not times:
 * a checkout touches the lock file, and an install by hand may rewrite it.
 */
function isInstalled() {
  const installed = packagesIn('node_modules/.package-lock.json');
  const locked = packagesIn('package-lock.json');
  return Object.entries(locked).every(([place, entry]) => place === '' || entry.optional || entry.link || installed[place]?.version === entry.version);
}

function packagesIn(file) {
  const absolute = path.join(root, file);
  return existsSync(absolute) ? JSON.parse(readFileSync(absolute, 'utf8')).packages : {};
}

function install() {
  const startedAt = Date.now();
  console.error('● installing dependencies (about a minute the first time)');
  const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
  // A first install takes exactly what is locked; a later one brings node_modules up to it without starting over.
  const isFirst = !existsSync(path.join(root, 'node_modules'));
  if (!(isFirst ? npm(['ci', ...quietly]) : npm(['install', '--no-save', ...quietly]))) {
    console.error('  that did not succeed (see above); trying npm install');
    if (!npm(['install', ...quietly])) {
      fail('The dependencies could not be installed. Check that npm reaches its registry (npm ping), then run this again.');
    }
  }
  console.error(`✓ dependencies installed (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
}

function npm(npmArgs) {
  // Inside an npm script the running npm names itself; elsewhere it is found on the PATH.
  const self = process.env.npm_execpath;
  const isNpm = self !== undefined && /npm-cli\.c?js$/.test(self);
  const outcome = isNpm
    ? spawnSync(process.execPath, [self, ...npmArgs], { stdio: ['ignore', 2, 2] })
    : spawnSync('npm', npmArgs, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  return outcome.status === 0;
}

function runOnNode24(file, fileArgs) {
  const binary = installedNode();
  const binaryDir = path.dirname(binary);
  process.env.PATH = [path.join(root, 'node_modules/.bin'), binaryDir, process.env.PATH].join(path.delimiter);
  if (major(process.versions.node) >= needed) {
    process.argv.splice(1, process.argv.length, file, ...fileArgs);
    whenNpmIsGone(() => process.kill(process.pid, 'SIGTERM'));
    void import(pathToFileURL(file).href);
    return;
  }
  const child = spawn(binary, [file, ...fileArgs], { stdio: 'inherit' });
  // The child decides when to end; until then this process only hands signals on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  whenNpmIsGone(() => child.kill('SIGTERM'));
  child.on('error', (error) => fail(`Node ${needed} could not be started from ${binary}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128 + (signal === 'SIGINT' ? 2 : 15))));
}

/**
 * A signal sent to npm ends the shell between npm and us, and many shells do not hand it on: without our parent, it was meant for us.
 * @param {() => void} stop
 */
function whenNpmIsGone(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const timer = setInterval(() => {
    if (process.ppid === startedBy) return;
    clearInterval(timer);
    stop();
  }, 100);
  timer.unref();
}

/**
 * The Node 24 binary among the installed packages, or this process's own when it is new enough.
 * @returns {string}
 */
function installedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const require = createRequire(import.meta.url);
  for (const name of [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]) {
    const manifest = path.join(root, 'node_modules', name, 'package.json');
    if (existsSync(manifest)) return path.join(path.dirname(manifest), require(manifest).bin.node);
  }
  if (major(process.versions.node) >= needed) return process.execPath;
  return fail(
    `This is Node ${process.versions.node}; Parley needs ${needed}, and there is no package of it for ${process.platform} ${process.arch}. Install Node ${needed} and run this again.`,
  );
}

function major(version) {
  return Number(version.split('.')[0]);
}

/** @returns {never} */
function fail(message) {
  console.error(`✗ ${message}`);
  process.exit(1);
}
