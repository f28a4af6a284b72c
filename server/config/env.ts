import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';

export interface Env {
  /** Where people and machines reach the installation; the gateway listens here. */
  readonly host: string;
  readonly port: number;
  /** Where the voice process listens, behind the gateway. */
  readonly voicePort: number;
  /** Origin in links and signed addresses, without a slash at its end. */
  readonly publicUrl: string;
  /** Where the other voice servers of this installation reach this one, without a slash at its end; absent: they do not. */
  readonly peerUrl?: string;
  /** With reload, and stricter with ourselves. */
  readonly isDevelopment: boolean;
  /** Absolute folder of all state: database, recordings, models, secret, logs. */
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** Root secret of the installation: other keys are derived from it. Never written anywhere. */
  readonly secret: string;
  /** Former root secrets, which still open what they sealed. */
  readonly previousSecrets: readonly string[];
  /** Where jobs are kept when not in the database. */
  readonly redisUrl?: string;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** How long running conversations may go on after a stop was asked for. */
  readonly drainSeconds: number;
  readonly smtp?: { readonly url: string; readonly from: string };
  readonly google?: { readonly clientId: string; readonly clientSecret: string };
  readonly github?: { readonly clientId: string; readonly clientSecret: string };
  readonly s3?: {
    readonly bucket: string;
    readonly region: string;
    readonly endpoint?: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly forcePathStyle: boolean;
  };
  /** Where conversations by WebRTC are carried. */
  readonly livekit?: { readonly url: string; readonly apiKey: string; readonly apiSecret: string };
  /** What agents that choose nothing use, first choice first: `deepgram:nova-3`, `embedded`. */
  readonly defaultChains: { readonly stt: readonly string[]; readonly llm: readonly string[]; readonly tts: readonly string[] };
  /** What makes vectors of the knowledge base: `embedded`, `openai:text-embedding-3-small`. */
  readonly embeddings: string;
  /** Room for the knowledge base of one workspace, in bytes. */
  readonly knowledgeBytes: number;
  /** Private hosts (`host`, `host:port`, an address or a network such as `10.1.0.0/16`) that tools, webhooks and documents may reach. */
  readonly allowPrivateHosts: readonly string[];
  readonly modelsDir: string;
  /** Whether missing speech models are fetched in the background. */
  readonly modelDownloads: 'auto' | 'off';
  /** Conversations this process holds at once; further ones are refused. */
  readonly maxConversations: number;
  /** Conversations that callers from outside may begin with one agent within a minute. */
  readonly agentStartsPerMinute: number;
  /** Whether holders of an API key may bring a whole agent to the conversation socket. */
  readonly runsBroughtAgents: boolean;
  /** Whether `X-Forwarded-*` from outside is believed. */
  readonly trustProxy: boolean;
  /** Every `*_API_KEY`, `*_BASE_URL` and `*_HEADERS` variable, for the providers' specs. */
  readonly providerEnvironment: Readonly<Record<string, string>>;
}

/** What can be known before the database and the secret exist: all that the supervisor needs. */
export type HouseEnv = Omit<Env, 'databaseUrl' | 'secret' | 'voicePort'> & {
  readonly databaseUrl: string | undefined;
  readonly secret: string | undefined;
  readonly voicePort: number | undefined;
};

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings of a server process. Call it once, in an entry point, and pass values on.
 * @throws Error that lists everything wrong at once, each with what to do
 */
export function loadEnv(source: Variables = process.env): Env {
  const { env, problems } = read(source);
  if (env.databaseUrl === undefined) problems.push('DATABASE_URL is missing: start with `npm start`, which brings a database, or name your own.');
  if (env.secret === undefined) problems.push('PARLEY_SECRET is missing: start with `npm start`, which makes one, or set 32 random characters or more.');
  if (problems.length > 0) throw new Error(complaint(problems));
  return { ...env, databaseUrl: env.databaseUrl ?? '', secret: env.secret ?? '', voicePort: env.voicePort ?? 3100 };
}

/** Reads the settings of the supervisor, which brings database and secret itself when they are not set. */
export function loadHouseEnv(source: Variables = process.env): HouseEnv {
  const { env, problems } = read(source);
  if (problems.length > 0) throw new Error(complaint(problems));
  return env;
}

function complaint(problems: readonly string[]): string {
  return ['The settings are not usable (see docs/environment.md):', ...problems.map((problem) => `  - ${problem}`)].join('\n');
}

const port = z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65535);
const positive = z.coerce.number({ error: 'must be a number' }).int('must be a whole number').min(1, 'must be 1 or more');
const flag = z.enum(['1', 'true', 'yes', '0', 'false', 'no'], { error: 'must be 1 or 0' }).transform((value) => ['1', 'true', 'yes'].includes(value));
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
);
const chain = list.refine((entries) => entries.every((entry) => /^[a-z0-9][a-z0-9-]*(:\S+)?$/.test(entry)), {
  error: 'must be provider or provider:model, separated by commas, such as deepgram:nova-3,embedded',
});
const privateHosts = list.refine((entries) => entries.every(isHostOrNetwork), {
  error: 'must be hosts, host:port, addresses or networks such as 10.1.0.0/16, separated by commas',
});
const reference = z.string().regex(/^[a-z0-9][a-z0-9-]*(:\S+)?$/, 'must be provider or provider:model, such as openai:text-embedding-3-small');
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });

const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  PARLEY_VOICE_PORT: port.optional(),
  PARLEY_PUBLIC_URL: httpUrl.optional(),
  PARLEY_PEER_URL: httpUrl.optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// address' }).optional(),
  PARLEY_SECRET: z.string().min(32, 'must have 32 characters or more; for example: openssl rand -base64 48').optional(),
  PARLEY_SECRET_PREVIOUS: list.default([]),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { error: 'must be fatal, error, warn, info, debug, trace or silent' })
    .default('info'),
  PARLEY_DRAIN_SECONDS: z.coerce.number({ error: 'must be a number of seconds' }).min(0).max(3600).default(20),
  PARLEY_STT: chain.default(['embedded']),
  PARLEY_LLM: chain.default(['embedded']),
  PARLEY_TTS: chain.default(['embedded']),
  PARLEY_EMBEDDINGS: reference.default('embedded'),
  PARLEY_KNOWLEDGE_MB: positive.default(500),
  PARLEY_ALLOW_PRIVATE_HOSTS: privateHosts.default([]),
  MODELS_DIR: z.string().optional(),
  PARLEY_MODELS: z.enum(['auto', 'off'], { error: 'must be auto or off' }).default('auto'),
  PARLEY_MAX_CONVERSATIONS: positive.default(100),
  PARLEY_TRUST_PROXY: flag.default(false),
  PARLEY_AGENT_STARTS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  PARLEY_ORCHESTRATOR: flag.default(false),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' }).optional(),
  EMAIL_FROM: z.string().optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  LIVEKIT_URL: z.url({ protocol: /^(?:wss?|https?)$/, error: 'must be a wss:// or ws:// address' }).optional(),
  LIVEKIT_API_KEY: z.string().optional(),
  LIVEKIT_API_SECRET: z.string().optional(),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().optional(),
  S3_ENDPOINT: httpUrl.optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_FORCE_PATH_STYLE: flag.optional(),
});

/** Settings that make sense together only: all of a group or none of it. */
const groups = [
  ['SMTP_URL', 'EMAIL_FROM'],
  ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'],
  ['LIVEKIT_URL', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'],
  ['S3_BUCKET', 'S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
] as const;

function read(source: Variables): { env: HouseEnv; problems: string[] } {
  const given = Object.fromEntries(Object.entries(source).filter((entry): entry is [string, string] => (entry[1] ?? '').trim() !== ''));
  const problems: string[] = [];
  let parsed = variables.safeParse(given);
  if (!parsed.success) {
    const faulty = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
    for (const issue of parsed.error.issues) problems.push(`${String(issue.path[0])} ${issue.message}.`);
    // The rest is read without the faulty ones, so that everything wrong is told in one go.
    parsed = variables.safeParse(Object.fromEntries(Object.entries(given).filter(([name]) => !faulty.has(name))));
    if (!parsed.success) throw new Error(complaint(problems));
  }
  const values = parsed.data;
  for (const group of groups) {
    const missing = group.filter((name) => given[name] === undefined);
    if (missing.length > 0 && missing.length < group.length) {
      problems.push(
        `${group.filter((name) => given[name] !== undefined).join(', ')} is set but ${missing.join(', ')} is not: set all of ${group.join(', ')} or none.`,
      );
    }
  }
  if (given['S3_ENDPOINT'] !== undefined && given['S3_BUCKET'] === undefined) problems.push('S3_ENDPOINT is set but S3_BUCKET is not: name the bucket.');

  const dataDir = path.resolve(values.DATA_DIR);
  const env: HouseEnv = {
    host: values.HOST,
    port: values.PORT,
    voicePort: values.PARLEY_VOICE_PORT,
    publicUrl: (values.PARLEY_PUBLIC_URL ?? `http://${printable(values.HOST)}:${values.PORT}`).replace(/\/+$/, ''),
    ...(values.PARLEY_PEER_URL === undefined ? {} : { peerUrl: values.PARLEY_PEER_URL.replace(/\/+$/, '') }),
    isDevelopment: source['NODE_ENV'] === 'development',
    dataDir,
    databaseUrl: values.DATABASE_URL,
    secret: values.PARLEY_SECRET,
    ...(values.REDIS_URL === undefined ? {} : { redisUrl: values.REDIS_URL }),
    previousSecrets: values.PARLEY_SECRET_PREVIOUS,
    logLevel: values.LOG_LEVEL,
    drainSeconds: values.PARLEY_DRAIN_SECONDS,
    ...pair(values.SMTP_URL, values.EMAIL_FROM, (url, from) => ({ smtp: { url, from } })),
    ...pair(values.GOOGLE_CLIENT_ID, values.GOOGLE_CLIENT_SECRET, (clientId, clientSecret) => ({ google: { clientId, clientSecret } })),
    ...pair(values.GITHUB_CLIENT_ID, values.GITHUB_CLIENT_SECRET, (clientId, clientSecret) => ({ github: { clientId, clientSecret } })),
    ...livekit(values),
    ...s3(values),
    defaultChains: { stt: values.PARLEY_STT, llm: values.PARLEY_LLM, tts: values.PARLEY_TTS },
    embeddings: values.PARLEY_EMBEDDINGS,
    knowledgeBytes: values.PARLEY_KNOWLEDGE_MB * 1_000_000,
    allowPrivateHosts: values.PARLEY_ALLOW_PRIVATE_HOSTS,
    modelsDir: path.resolve(values.MODELS_DIR ?? path.join(dataDir, 'models')),
    modelDownloads: values.PARLEY_MODELS,
    maxConversations: values.PARLEY_MAX_CONVERSATIONS,
    trustProxy: values.PARLEY_TRUST_PROXY,
    agentStartsPerMinute: values.PARLEY_AGENT_STARTS_PER_MINUTE,
    runsBroughtAgents: values.PARLEY_ORCHESTRATOR,
    providerEnvironment: Object.fromEntries(Object.entries(given).filter(([name]) => /_(API_KEY|BASE_URL|HEADERS)$/.test(name))),
  };
  return { env, problems };
}

function isHostOrNetwork(entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/');
  const family = isIP(address);
  if (bits !== undefined) return family !== 0 && more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
  return isIP(entry) !== 0 || /^(\[[0-9a-f:.]+\]|[^\s:[\]/]+)(:\d{1,5})?$/i.test(entry);
}

/** A wildcard address is where to listen, not where to go; an IPv6 one goes into brackets. */
function printable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function pair<T>(first: string | undefined, second: string | undefined, make: (first: string, second: string) => T): T | Record<never, never> {
  return first === undefined || second === undefined ? {} : make(first, second);
}

function livekit(values: z.infer<typeof variables>): Pick<Env, 'livekit'> | Record<never, never> {
  const { LIVEKIT_URL: url, LIVEKIT_API_KEY: apiKey, LIVEKIT_API_SECRET: apiSecret } = values;
  return url === undefined || apiKey === undefined || apiSecret === undefined ? {} : { livekit: { url: url.replace(/^http/u, 'ws'), apiKey, apiSecret } };
}

function s3(values: z.infer<typeof variables>): Pick<Env, 's3'> | Record<never, never> {
  const { S3_BUCKET: bucket, S3_REGION: region, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  if (bucket === undefined || region === undefined || accessKeyId === undefined || secretAccessKey === undefined) return {};
  const endpoint = values.S3_ENDPOINT;
  return {
    s3: {
      bucket,
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      accessKeyId,
      secretAccessKey,
      // Servers other than Amazon's seldom have a host name for each bucket.
      forcePathStyle: values.S3_FORCE_PATH_STYLE ?? endpoint !== undefined,
    },
  };
}
