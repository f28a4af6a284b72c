import path from 'node:path';
import { expect, test } from 'vitest';
import { loadEnv, loadHouseEnv } from './env';

const enough = { DATABASE_URL: 'postgresql://me@127.0.0.1/parley', PARLEY_SECRET: 'a'.repeat(32) };

test('two settings are enough, and the rest has defaults that need no account and no key', () => {
  const env = loadEnv(enough);
  expect(env).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://127.0.0.1:3000',
    dataDir: path.resolve('.data'),
    modelsDir: path.resolve('.data/models'),
    defaultChains: { stt: ['embedded'], llm: ['embedded'], tts: ['embedded'] },
    drainSeconds: 20,
    maxConversations: 100,
    modelDownloads: 'auto',
    trustProxy: false,
  });
  expect(env).not.toHaveProperty('smtp');
  expect(env).not.toHaveProperty('s3');
});

test('everything wrong is reported at once, with what to do', () => {
  const load = () => loadEnv({ PORT: 'abc', LOG_LEVEL: 'loud', PARLEY_SECRET: 'short', SMTP_URL: 'smtp://mail.example' });
  expect(load).toThrow(/PORT must be a port number/);
  expect(load).toThrow(/LOG_LEVEL must be fatal/);
  expect(load).toThrow(/PARLEY_SECRET must have 32 characters/);
  expect(load).toThrow(/SMTP_URL is set but EMAIL_FROM is not/);
  expect(load).toThrow(/DATABASE_URL is missing/);
});

test('a wrong value never appears in the report, since it may be a secret', () => {
  let report = '';
  try {
    loadEnv({ ...enough, PARLEY_SECRET: 'hunter2' });
  } catch (error) {
    report = String(error);
  }
  expect(report).toContain('PARLEY_SECRET');
  expect(report).not.toContain('hunter2');
});

test('an empty string is unset', () => {
  expect(loadEnv({ ...enough, PORT: '', SMTP_URL: ' ', EMAIL_FROM: '' }).port).toBe(3000);
});

test('chains are split at commas and refused when an entry is not provider or provider:model', () => {
  expect(loadEnv({ ...enough, PARLEY_STT: 'deepgram:nova-3, openai:whisper-1,embedded' }).defaultChains.stt).toEqual([
    'deepgram:nova-3',
    'openai:whisper-1',
    'embedded',
  ]);
  expect(() => loadEnv({ ...enough, PARLEY_TTS: 'Eleven Labs' })).toThrow(/PARLEY_TTS must be provider/);
});

test('keys, base addresses and headers of providers are passed on, other variables are not', () => {
  const env = loadEnv({ ...enough, OPENAI_API_KEY: 'k', GROQ_BASE_URL: 'http://127.0.0.1:9', OPENAI_HEADERS: '{}', HOME: '/root' });
  expect(env.providerEnvironment).toEqual({ OPENAI_API_KEY: 'k', GROQ_BASE_URL: 'http://127.0.0.1:9', OPENAI_HEADERS: '{}' });
});

test('S3 is a group, and an endpoint of one’s own means path style unless said otherwise', () => {
  const s3 = { S3_BUCKET: 'b', S3_REGION: 'r', S3_ACCESS_KEY_ID: 'i', S3_SECRET_ACCESS_KEY: 's' };
  expect(loadEnv({ ...enough, ...s3 }).s3).toEqual({ bucket: 'b', region: 'r', accessKeyId: 'i', secretAccessKey: 's', forcePathStyle: false });
  expect(loadEnv({ ...enough, ...s3, S3_ENDPOINT: 'http://127.0.0.1:9000' }).s3?.forcePathStyle).toBe(true);
  expect(() => loadEnv({ ...enough, S3_BUCKET: 'b' })).toThrow(/set all of S3_BUCKET/);
});

test('the public address follows host and port, and loses a slash at its end', () => {
  expect(loadEnv({ ...enough, HOST: '0.0.0.0', PORT: '8080' }).publicUrl).toBe('http://localhost:8080');
  expect(loadEnv({ ...enough, HOST: '::1' }).publicUrl).toBe('http://[::1]:3000');
  expect(loadEnv({ ...enough, PARLEY_PUBLIC_URL: 'https://talk.example/' }).publicUrl).toBe('https://talk.example');
  expect(loadEnv({ ...enough, PARLEY_PEER_URL: 'http://10.0.0.5:3000/' }).peerUrl).toBe('http://10.0.0.5:3000');
});

test('the supervisor starts without a database address and without a secret', () => {
  const env = loadHouseEnv({});
  expect(env.databaseUrl).toBeUndefined();
  expect(env.secret).toBeUndefined();
});

test('private places may be named as host, host with port, address or network, and nothing else', () => {
  const named = 'localhost,tools.internal:8080,10.1.2.3,10.1.0.0/16,fd00::/8,[::1]:9000';
  expect(loadEnv({ ...enough, PARLEY_ALLOW_PRIVATE_HOSTS: named }).allowPrivateHosts).toEqual(named.split(','));
  for (const wrong of ['http://localhost', '10.1.0.0/99', 'internal/24', 'a:b:c']) {
    expect(() => loadEnv({ ...enough, PARLEY_ALLOW_PRIVATE_HOSTS: wrong })).toThrow(/PARLEY_ALLOW_PRIVATE_HOSTS must be hosts/);
  }
});
