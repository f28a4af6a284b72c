// `npm start` and `npm run dev`: brings the database, migrations, build, voice and web processes up in order, puts them
// behind one address, keeps them running, and takes everything down in the opposite order.
import path from 'node:path';
import { applyMigrations } from '../server/db/apply-migrations.ts';
import { buildServer, buildWeb, generateClient, nextProgram } from './house/build.ts';
import { childEnvironment } from './house/child-environment.ts';
import { isFirstRun } from './house/first-run.ts';
import { freePort } from './house/free-port.ts';
import { startGateway, type Upstream } from './house/gateway.ts';
import { claimDataDir, type Instance, type InstanceLock } from './house/instance-lock.ts';
import { KeptDatabase } from './house/kept-database.ts';
import { KeptProcess } from './house/kept-process.ts';
import { LogSink } from './house/log-sink.ts';
import { rootDir } from './house/paths.ts';
import { runQuietly } from './house/run-quietly.ts';
import { houseSettings } from './house/settings.ts';
import { Shutdown } from './house/shutdown.ts';
import { printedSteps, StepFailed } from './house/steps.ts';
import { databaseName } from './house/with-database.ts';

const isDevelopment = process.argv.includes('--dev');
const startedAt = performance.now();
const steps = printedSteps();
const shutdown = new Shutdown();
const cli = path.join(rootDir, 'dist/cli.mjs');
let lock: InstanceLock | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => onSignal());

try {
  await start();
} catch (error) {
  // Steps of a start that was called off fail because of that, and nobody wants to read it.
  if (!shutdown.hasBegun) {
    if (!(error instanceof StepFailed)) steps.say(`\n  ✗ ${error instanceof Error ? error.message : String(error)}\n`);
    await endWith(1);
  }
}

async function start(): Promise<void> {
  const env = houseSettings();
  steps.say(`\nParley${isDevelopment ? ' (development)' : ''}\n`);
  const claimed = await claimDataDir(env.dataDir, { say: steps.say, timeoutMs: (env.drainSeconds + 20) * 1_000 });
  lock = claimed;
  await shutdown.add('the lock', () => claimed.release());

  const voice: Upstream = { name: 'voice', port: await freePort(), healthPath: '/health' };
  const web: Upstream = { name: 'web', port: await freePort(), healthPath: '/api/ready' };
  // First of all that listens: a port that is taken is told at once, and early visitors are asked to wait.
  const gateway = await openGateway();
  const address = env.port === gateway.port ? env.publicUrl : env.publicUrl.replace(/:0$/, `:${gateway.port}`);
  const databaseUrl = await database();
  await shutdown.add('the gateway', () => gateway.close(1_000));
  await steps.run('database client', generateClient, { note: upToDate, ifItFails: 'mend prisma/schema; npm run prisma -- validate says where' });
  await steps.run('migrations', () => applyMigrations(databaseUrl, path.join(rootDir, 'prisma/migrations')), {
    note: ({ applied }) => (applied.length === 0 ? 'up to date' : `${applied.length} applied`),
    ifItFails: 'see docs/environment.md on DATABASE_URL; npm run -s parley -- doctor tells the state of the database',
  });

  const environment = childEnvironment(env, { databaseUrl, publicUrl: address, webPort: web.port, voicePort: voice.port, isDevelopment });
  await steps.run('server bundle', buildServer, { note: upToDate, ifItFails: 'mend the file named above; npm run check tells more' });
  if (!isDevelopment)
    await steps.run('pages', () => buildWeb(environment), { note: upToDate, ifItFails: 'mend the file named above; npm run check tells more' });
  if (await isFirstRun(databaseUrl)) {
    await steps.run('demo workspace', () => runQuietly(process.execPath, [cli, 'seed', 'demo'], { env: environment, timeoutMs: 120_000 }), {
      ifItFails: 'npm run -s parley -- seed demo runs this step alone',
    });
  }

  const children: Record<string, Instance['children'][string]> = {};
  const logs = path.join(env.dataDir, 'logs');
  const processes = [kept(voice, voiceArgs(), 'main.ts', 'server.mjs'), kept(web, webArgs(web.port), 'next', 'next')];
  // Conversations end before the pages go away, and the pages before the gateway.
  await shutdown.add('the web process', () => processes[1]?.stop(5_000));
  await shutdown.add('the voice process', () => processes[0]?.stop((env.drainSeconds + 5) * 1_000));
  await steps.run('voice and web processes', () => Promise.all(processes.map((each) => each.start())).then(() => undefined), {
    ifItFails: `the whole output is in ${path.relative(process.cwd(), logs)}; npm run -s parley -- doctor checks what they need`,
  });
  claimed.update({ address });
  if (!shutdown.hasBegun) await announce(environment, address);

  async function openGateway() {
    try {
      return await startGateway({ host: env.host, port: env.port, web, voice, trustProxy: env.trustProxy });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EADDRINUSE') throw new Error(`Port ${env.port} on ${env.host} is in use. Choose another: PORT=${env.port + 1} npm start`, { cause: error });
      if (code === 'EACCES') throw new Error(`Port ${env.port} may not be opened by this user. Choose one above 1023: PORT=3000 npm start`, { cause: error });
      throw error;
    }
  }

  async function database(): Promise<string> {
    if (env.databaseUrl !== undefined) return env.databaseUrl;
    const start = () => KeptDatabase.start({ dataDir: env.dataDir, database: databaseName, say: steps.say, onGaveUp: giveUp });
    const postgres = await steps.run('database', start, {
      note: ({ wasAdopted }) => (wasAdopted ? 'embedded PostgreSQL, was running' : 'embedded PostgreSQL'),
      ifItFails: `look at ${path.join(env.dataDir, 'logs/postgres.log')}, or use a PostgreSQL of your own: DATABASE_URL=postgresql://… npm start`,
    });
    await shutdown.add('the database', () => postgres.stop());
    return postgres.url;
  }

  function kept(upstream: Upstream, args: readonly string[], developmentMarker: string, productionMarker: string): KeptProcess {
    const sink = new LogSink(logs, upstream.name);
    return new KeptProcess({
      upstream,
      args,
      env: environment,
      sink,
      readyTimeoutMs: isDevelopment ? 180_000 : 60_000,
      onStarted(pid) {
        children[upstream.name] = { pid, marker: isDevelopment ? developmentMarker : productionMarker };
        claimed.update({ children });
      },
      onGaveUp: (reason) => giveUp(`${reason}\n${sink.tail()}`),
      say: steps.say,
    });
  }
}

function voiceArgs(): readonly string[] {
  if (!isDevelopment) return ['--enable-source-maps', path.join(rootDir, 'dist/server.mjs')];
  return [path.join(rootDir, 'node_modules/tsx/dist/cli.mjs'), 'watch', '--clear-screen=false', 'server/main.ts'];
}

function webArgs(port: number): readonly string[] {
  const address = ['-H', '127.0.0.1', '-p', String(port)];
  // As long as the voice process keeps a connection; the gateway keeps its own no longer.
  return isDevelopment ? [nextProgram, 'dev', ...address] : [nextProgram, 'start', ...address, '--keepAliveTimeout', '65000'];
}

async function announce(environment: NodeJS.ProcessEnv, address: string): Promise<void> {
  steps.say(`\n  Ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s at ${address}`);
  try {
    const link = (await runQuietly(process.execPath, [cli, 'sign-in-link'], { env: environment, timeoutMs: 15_000 })).trim().split('\n').at(-1) ?? '';
    if (link.startsWith('/')) steps.say(`  Sign in (works once): ${address}${link}`);
  } catch {
    // The address alone leads to the sign-in page as well.
  }
  steps.say('  Stop with Ctrl-C\n');
}

function upToDate(hadToWork: boolean): string | undefined {
  return hadToWork ? undefined : 'up to date';
}

function giveUp(reason: string): void {
  steps.say(`\n  ✗ ${reason}\n`);
  void endWith(1);
}

function onSignal(): void {
  // npm, the terminal and the bootstrap may each pass on the same signal: further ones change nothing.
  if (shutdown.hasBegun) return;
  steps.say('\n  Stopping: conversations may end first …');
  void endWith(0);
}

async function endWith(code: number): Promise<never> {
  if (!shutdown.hasBegun) lock?.update({ isStopping: true });
  await shutdown.run(steps.say);
  if (code === 0) steps.say('  Stopped.');
  process.exit(code);
}
