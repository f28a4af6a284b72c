import { describe, expect, it } from 'vitest';
import { systemClock } from '../lib/clock';
import { silentLogger } from '../lib/logger';
import { startOpenAiStub } from './contract-suite/stubs/openai-stub';
import type { FailoverEvent } from './fallback/chain';
import {
  allProviders,
  createLanguageModel,
  findProvider,
  modelChainFor,
  modelRefFor,
  parseProviderChain,
  parseProviderRef,
  type ProviderContext,
  settingsFor,
} from './registry';
import type { ProviderSettings, ProviderSpec } from './spec/provider-spec';

describe('references to providers', () => {
  it('may name a model with colons and slashes in it', () => {
    expect(parseProviderRef('deepgram:nova-3')).toEqual({ provider: 'deepgram', model: 'nova-3' });
    expect(parseProviderRef('groq:openai/gpt-oss-20b')).toEqual({ provider: 'groq', model: 'openai/gpt-oss-20b' });
    expect(parseProviderRef('openai-compatible:llama3:8b')).toEqual({ provider: 'openai-compatible', model: 'llama3:8b' });
    expect(parseProviderChain(' deepgram:nova-3, embedded ,')).toEqual([{ provider: 'deepgram', model: 'nova-3' }, { provider: 'embedded' }]);
    expect(() => parseProviderRef('not a provider')).toThrow(/names no provider/);
  });
});

describe('settings of a provider', () => {
  const openai = spec('openai');

  it('come from the credential before the environment', () => {
    const environment = { OPENAI_API_KEY: 'shared', OPENAI_BASE_URL: 'http://proxy/v1' };
    expect(settingsFor(openai, { environment })).toEqual({ apiKey: 'shared', baseUrl: 'http://proxy/v1' });
    expect(settingsFor(openai, { environment, credential: { apiKey: 'own' } })).toEqual({ apiKey: 'own', baseUrl: 'http://proxy/v1' });
    expect(settingsFor(openai, { environment: { OPENAI_API_KEY: ' ' } })).toEqual({});
  });

  it('never send the installation’s key to an address of the workspace', () => {
    const settings = settingsFor(openai, { environment: { OPENAI_API_KEY: 'shared' }, credential: { baseUrl: 'http://elsewhere/v1' } });
    expect(settings).toEqual({ baseUrl: 'http://elsewhere/v1' });
  });
});

describe('the registry', () => {
  it('knows every vendor by its own name, with its secrets marked', () => {
    const names = allProviders().map((one) => one.name);
    expect(new Set(names).size).toBe(names.length);
    for (const one of allProviders()) {
      expect(one.languageModel ?? one.speechToText ?? one.textToSpeech ?? one.judgesEndOfTurn).toBeDefined();
      for (const field of one.fields) if (/key|secret|token/i.test(field.name)) expect(field.kind).toBe('secret');
    }
    expect(findProvider('embedded')?.languageModel?.models[0]?.label).toBe('Built-in answerer (no language model)');
  });

  it('leaves out what has no settings and says so', async () => {
    const events: FailoverEvent[] = [];
    const model = createLanguageModel(['openai:gpt-4.1', 'embedded'], context({}, events));
    expect(model.id).toBe('embedded:answerer');
    expect(events).toMatchObject([{ from: 'openai:gpt-4.1', category: 'not-configured', reason: 'openai:gpt-4.1 needs API key' }]);
  });

  it('refuses a chain nobody can serve, and a name nobody has', () => {
    expect(() => createLanguageModel(['openai'], context({}))).toThrow(/openai:gpt-4.1-mini needs API key/);
    expect(() => createLanguageModel(['nobody:x'], context({}))).toThrow(/There is no provider named "nobody"/);
    expect(() => createLanguageModel(['deepgram'], context({}))).toThrow(/Deepgram offers no language-model/);
  });

  it.each(allProviders().filter((one) => !one.isLocal))('checks $name with one call, in words', async (one) => {
    const signal = new AbortController().signal;
    const nowhere = await one.check({ apiKey: 'k', baseUrl: 'http://127.0.0.1:9' }, signal);
    expect(nowhere).toMatchObject({ ok: false, fix: 'Check the base URL and that this machine can reach it.' });
  });

  it('reports a refused key and a good one apart', async () => {
    const stub = await startOpenAiStub({ failure: 'unauthorized', failures: 1 });
    const settings = { apiKey: 'k', baseUrl: `${stub.url}/v1` };
    const signal = new AbortController().signal;
    expect(await spec('openai').check(settings, signal)).toMatchObject({ ok: false, fix: 'Check the API key: it was refused.' });
    expect(await spec('openai').check(settings, signal)).toEqual({ ok: true, detail: 'The key works: 1 models are open to it.' });
    await stub.close();
  });
});

describe('model names of agents', () => {
  const settingsOf = (provider: string): ProviderSettings | undefined =>
    ['openai', 'anthropic', 'google', 'groq'].includes(provider) ? { apiKey: 'k' } : undefined;

  it.each([
    ['gpt-4o-mini', 'openai', 'gpt-4o-mini'],
    ['o3-mini', 'openai', 'o3-mini'],
    ['claude-sonnet-4@20250514', 'anthropic', 'claude-sonnet-4-20250514'],
    ['claude-3-5-sonnet', 'anthropic', 'claude-3-5-sonnet-latest'],
    ['gemini-2.5-flash', 'google', 'gemini-2.5-flash'],
    ['gpt-oss-20b', 'groq', 'openai/gpt-oss-20b'],
    ['groq:llama-3.3-70b-versatile', 'groq', 'llama-3.3-70b-versatile'],
  ])('%s is served by %s', (name, provider, model) => {
    expect(modelRefFor(name, { settingsOf })).toEqual({ provider, model });
  });

  it('fall back to the installation’s chain when nobody serves them', () => {
    const defaults = ['embedded'];
    expect(modelChainFor('qwen3-4b', { settingsOf, defaults })).toEqual(defaults);
    expect(modelChainFor('gpt-4o', { settingsOf: () => undefined, defaults })).toEqual(defaults);
    expect(modelChainFor('gpt-4o', { settingsOf, defaults })).toEqual([{ provider: 'openai', model: 'gpt-4o' }, 'embedded']);
    expect(modelChainFor('gpt-4o', { settingsOf, defaults, isBackedUp: false })).toEqual([{ provider: 'openai', model: 'gpt-4o' }]);
  });

  it('send a custom endpoint nothing of the installation’s own', () => {
    const customLlm = { url: 'https://llm.example/v1/chat/completions', modelId: 'mine', headers: { 'x-team': 'a' } };
    expect(modelRefFor('custom-llm', { settingsOf, customLlm })).toEqual({
      provider: 'openai-compatible',
      model: 'mine',
      settings: { baseUrl: 'https://llm.example/v1', apiKey: '', headers: '{"x-team":"a"}' },
    });
  });
});

function spec(name: string): ProviderSpec {
  const found = findProvider(name);
  if (found === undefined) throw new Error(`no provider ${name}`);
  return found;
}

function context(settings: Record<string, ProviderSettings>, events: FailoverEvent[] = []): ProviderContext {
  return { settingsOf: (provider) => settings[provider], clock: systemClock, log: silentLogger, onFailover: (event) => events.push(event) };
}
