#!/usr/bin/env node
// Stands in for Prisma's native schema engine where that binary could not be downloaded. The Prisma CLI starts whatever
// PRISMA_SCHEMA_ENGINE_BINARY names and talks JSON-RPC with it over standard input and output, one message a line;
// each call is passed on to @prisma/schema-engine-wasm, which reaches PostgreSQL through @prisma/adapter-pg.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

const oidOfChar = 18;
const oidOfText = 25;

const options = readOptions(process.argv.slice(2));
if (options.version) console.log('schema-engine-cli (wasm)');
else if (options.command) await runCommand(options);
else await serve(options);

function readOptions(args) {
  const found = { datamodels: [], version: false, command: undefined, datasource: undefined };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--version') found.version = true;
    else if (args[i] === '--datamodels') found.datamodels.push(args[++i]);
    else if (args[i] === '--datasource') found.datasource = JSON.parse(args[++i]);
    else if (args[i] === 'cli') found.command = args[++i];
    else i++; // an option of the native engine that means nothing here, with its value
  }
  return found;
}

// ---- one-off commands: `cli can-connect-to-database`, `cli create-database`

async function runCommand({ command, datasource }) {
  const { url } = datasource;
  try {
    if (command === 'can-connect-to-database') await withClient(url, async () => {});
    else if (command === 'create-database')
      await withClient(withDatabase(url, 'postgres'), (client) => client.query(`CREATE DATABASE ${quoted(databaseOf(url))}`));
    else throw new Error(`${command} is not supported by the wasm schema engine`);
  } catch (error) {
    reportFailure(error);
    process.exit(1);
  }
}

/** The CLI reads failures of these commands from standard error, and takes a first line for the engine's greeting. */
function reportFailure(error) {
  const codes = { '3D000': 'P1003', '28P01': 'P1000' };
  const greeting = { level: 'INFO', fields: { message: 'wasm schema engine' }, target: 'schema_engine' };
  const failure = {
    level: 'ERROR',
    fields: { message: String(error.message ?? error), error_code: codes[error.code] ?? 'P1001', is_panic: false },
    target: 'schema_engine::logger',
    timestamp: new Date().toISOString(),
  };
  process.stderr.write(`${JSON.stringify(greeting)}\n${JSON.stringify(failure)}\n`);
}

// ---- the JSON-RPC service

async function serve({ datamodels, datasource }) {
  const SchemaEngine = await loadSchemaEngine();
  await mendAdapter(datasource?.url);
  const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const acknowledged = new Map();
  let lastPrintId = 1_000_000;
  let pending = 0;
  let isClosed = false;
  const endWhenDone = () => isClosed && pending === 0 && process.exit(0);

  const print = (content) =>
    new Promise((resolve) => {
      const id = ++lastPrintId;
      acknowledged.set(id, resolve);
      send({ id, method: 'print', params: { content } });
    });

  const newEngine = () =>
    SchemaEngine.new(
      { datamodels: datamodels.length > 0 ? datamodels.map((file) => [file, readFileSync(file, 'utf8')]) : undefined },
      () => {},
      bindMigrationAwareSqlAdapterFactory(adapterFactory(datasource)),
    );

  // The engine reaches the shadow database only through devDiagnostic, whose result the other two then use.
  const afterDiagnosis = (method) => async (engine, params) => {
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
    return engine[method](params);
  };
  const special = {
    getDatabaseVersion: (engine) => engine.version(),
    evaluateDataLoss: afterDiagnosis('evaluateDataLoss'),
    createMigration: afterDiagnosis('createMigration'),
    async diff(engine, params) {
      const { stdout, exitCode } = await engine.diff(params);
      if (stdout !== undefined && stdout !== null) await print(stdout);
      return { exitCode };
    },
  };

  const lines = createInterface({ input: process.stdin });
  lines.on('close', () => {
    isClosed = true;
    endWhenDone();
  });
  lines.on('line', async (line) => {
    const message = JSON.parse(line);
    if (!message.method) {
      acknowledged.get(message.id)?.();
      acknowledged.delete(message.id);
      return;
    }
    pending++;
    try {
      const engine = await newEngine();
      const plain = typeof engine[message.method] === 'function' ? (e, params) => e[message.method](params) : undefined;
      const call = special[message.method] ?? plain;
      if (!call) throw new Error(`${message.method} is not supported by the wasm schema engine`);
      const result = (await call(engine, message.params)) ?? {};
      engine.free();
      send({ id: message.id, result });
    } catch (error) {
      const data = { is_panic: false, message: String(error?.message ?? error), meta: error?.meta ?? null, error_code: error?.code ?? null };
      send({ id: message.id, error: { code: 4466, message: 'schema engine error', data } });
    } finally {
      pending--;
      endWhenDone();
    }
  });
}

async function loadSchemaEngine() {
  const glueFile = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const glue = await import(pathToFileURL(glueFile).href);
  const wasm = readFileSync(path.join(path.dirname(glueFile), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}

function adapter(connectionString) {
  const schema = new URL(connectionString).searchParams.get('schema') ?? undefined;
  return new PrismaPg({ connectionString, max: 4, idleTimeoutMillis: 100 }, { schema });
}

/**
 * Closes two gaps of adapter-pg that the engine runs into: it cannot read columns of the catalogue type "char", and it
 * cuts scripts at every `;`, also inside strings and `$$` bodies.
 */
async function mendAdapter(url) {
  const probe = await adapter(url ?? 'postgresql://nobody@127.0.0.1/none').connect();
  const adapterPrototype = Object.getPrototypeOf(probe);
  const queryablePrototype = Object.getPrototypeOf(adapterPrototype);
  const { queryRaw, performIO } = queryablePrototype;
  queryablePrototype.queryRaw = async function (query) {
    const charColumns = [];
    const performIOWithChars = async (request) => {
      const result = await performIO.call(this, request);
      for (const [index, field] of result.fields.entries()) {
        if (field.dataTypeID !== oidOfChar) continue;
        charColumns.push(index);
        field.dataTypeID = oidOfText;
      }
      return result;
    };
    const answer = await queryRaw.call(Object.create(this, { performIO: { value: performIOWithChars } }), query);
    for (const index of charColumns) answer.columnTypes[index] = ColumnTypeEnum.Character;
    return answer;
  };
  adapterPrototype.executeScript = async function (script) {
    try {
      await this.client.query(script);
    } catch (error) {
      this.onError(error);
    }
  };
  await probe.dispose();
}

/** adapter-pg's own shadow database ignores its name when given a connection string, and would replay into the main one. */
function adapterFactory(datasource) {
  const { url, shadowDatabaseUrl } = datasource ?? {};
  const factory = adapter(url);
  factory.connectToShadowDb = async () => {
    if (shadowDatabaseUrl) {
      const shadow = await adapter(shadowDatabaseUrl).connect();
      await shadow.executeScript('DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public');
      return shadow;
    }
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    await withClient(url, (client) => client.query(`CREATE DATABASE ${quoted(name)}`));
    const shadow = await adapter(withDatabase(url, name)).connect();
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose();
      await withClient(url, (client) => client.query(`DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`));
    };
    return shadow;
  };
  return factory;
}

// ---- PostgreSQL, by hand

async function withClient(connectionString, use) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

function databaseOf(url) {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

function withDatabase(url, name) {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

function quoted(name) {
  return `"${name.replaceAll('"', '""')}"`;
}
