import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/clock';
import { silentLogger } from '../../lib/logger';
import { Breakers } from '../fallback/circuit-breaker';
import { chainLanguageModels } from '../fallback/language-model';
import type { GenerateRequest, LanguageModelProvider, ModelPart } from '../spec/language-model';
import { ProviderError } from '../spec/provider-error';
import type { LanguageStubOptions } from './stubs/openai-stub';
import type { Stub } from './stubs/stub-server';
import { failureCases, within } from './expectations';

/** What every language model does, whoever makes it. `makeProvider` gets the stub's address and a key. */
export function describeLanguageModelContract(
  name: string,
  makeProvider: (address: { readonly url: string; readonly apiKey: string }) => LanguageModelProvider,
  startStub: (options: LanguageStubOptions) => Promise<Stub>,
): void {
  describe(`${name} as a language model`, { timeout: 5_000 }, () => {
    const stubs: Stub[] = [];
    let stub: Stub;
    const start = async (options: LanguageStubOptions) => {
      const started = await startStub(options);
      stubs.push(started);
      return started;
    };
    const providerOf = (of: Stub) => makeProvider({ url: of.url, apiKey: 'test-key' });

    beforeAll(async () => {
      stub = await start({ text: 'One two three four five.' });
    });
    afterEach(async () => {
      stub.behave({});
      await within(2_000, stub.idle());
    });
    afterAll(async () => {
      for (const one of stubs) {
        expect(one.active).toBe(0);
        await one.close();
      }
    });

    it('gives the text in order and ends with reason and usage', async () => {
      const parts = await collect(providerOf(stub).generate(request()));
      expect(textOf(parts)).toBe('One two three four five.');
      expect(parts.filter((part) => part.kind === 'text-delta').length).toBeGreaterThan(1);
      expect(parts.at(-1)).toMatchObject({ kind: 'finished', reason: 'stop', usage: { inputTokens: 21, outputTokens: 7 } });
    });

    it('gives the first words before the last are made', async () => {
      stub.behave({ chunkMs: 40 });
      const seen: { readonly text: string; readonly stillMade: boolean }[] = [];
      for await (const part of providerOf(stub).generate(request()))
        if (part.kind === 'text-delta') seen.push({ text: part.text, stillMade: stub.active === 1 });
      expect(seen[0]).toEqual({ text: 'One ', stillMade: true });
    });

    it('gives a tool call whole, with its arguments', async () => {
      const caller = await start({ text: 'One moment.', toolCall: { name: 'look_up', argumentsJson: '{"city":"Zürich","days":3}' } });
      const parts = await collect(providerOf(caller).generate(request()));
      const [call] = parts.flatMap((part) => (part.kind === 'tool-call' ? [part.call] : []));
      expect(call?.name).toBe('look_up');
      expect(JSON.parse(call?.argumentsJson ?? '')).toEqual({ city: 'Zürich', days: 3 });
      expect(call?.id).not.toBe('');
      expect(parts.at(-1)).toMatchObject({ kind: 'finished', reason: 'tool-calls' });
    });

    it('shows the model prompt, history, tools and tool results', async () => {
      await collect(providerOf(stub).generate(request()));
      const sent = stub.requests.findLast((made) => made.method === 'POST');
      for (const expected of ['You are Luna', 'Welcome!', 'Is it cold there?', 'look_up', 'Looks up the weather', 'minus four'])
        expect(sent?.body).toContain(expected);
      expect(JSON.stringify(sent?.headers)).toContain('test-key');
    });

    it('takes a history in which nobody has spoken yet', async () => {
      const parts = await collect(providerOf(stub).generate({ ...request(), messages: [{ role: 'system', content: 'You are Luna.' }] }));
      expect(textOf(parts)).toBe('One two three four five.');
    });

    it('stops within 100 ms of an abort and closes its connection', async () => {
      stub.behave({ chunkMs: 30_000 });
      const controller = new AbortController();
      const parts = providerOf(stub)
        .generate({ ...request(), signal: controller.signal })
        [Symbol.asyncIterator]();
      await parts.next();
      const rest = parts.next();
      const reason = new Error('barge-in');
      const startedMs = performance.now();
      controller.abort(reason);
      await expect(rest).rejects.toBe(reason);
      expect(performance.now() - startedMs).toBeLessThan(100);
      await within(1_000, stub.idle());
    });

    it('closes its connection when the reader leaves', async () => {
      stub.behave({ chunkMs: 30_000 });
      for await (const _ of providerOf(stub).generate(request())) break;
      await within(1_000, stub.idle());
    });

    it('does not ask at all when it is cancelled already', async () => {
      const before = stub.requests.length;
      await expect(collect(providerOf(stub).generate({ ...request(), signal: AbortSignal.abort(new Error('too late')) }))).rejects.toThrow('too late');
      expect(stub.requests.length).toBe(before);
    });

    it.each(failureCases)('turns $failure into $category', async ({ failure, category, isPermanent, retryAfterMs }) => {
      stub.behave({ failure });
      const error = await collect(providerOf(stub).generate(request())).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(ProviderError);
      expect(error).toMatchObject({ category, isPermanent });
      if (retryAfterMs !== undefined) expect(error).toMatchObject({ retryAfterMs });
      expect(String(error)).not.toContain('test-key');
    });

    it('fails as lost connection when the answer breaks off', async () => {
      stub.behave({ failure: 'disconnect' });
      await expect(collect(providerOf(stub).generate(request()))).rejects.toMatchObject({ category: 'connectivity', isPermanent: false });
    });

    it('is given up by its chain when it says nothing in time', async () => {
      stub.behave({ failure: 'hang' });
      const chain = chainLanguageModels([{ ref: name, breakerKey: name, provider: providerOf(stub) }], {
        clock: systemClock,
        log: silentLogger,
        onFailover: () => undefined,
        breakers: new Breakers(),
        deadlines: { languageModelMs: 120 },
      });
      await expect(collect(chain.generate(request()))).rejects.toMatchObject({ category: 'timeout' });
      await within(1_000, stub.idle());
    });
  });
}

function request(): GenerateRequest {
  return {
    messages: [
      { role: 'system', content: 'You are Luna.' },
      { role: 'assistant', content: 'Welcome!' },
      { role: 'user', content: 'Is it cold there?' },
      { role: 'assistant', content: '', toolCalls: [{ id: 'call_a', name: 'look_up', argumentsJson: '{"city":"Oslo"}' }] },
      { role: 'tool', toolCallId: 'call_a', toolName: 'look_up', content: 'minus four', isError: false },
    ],
    tools: [
      { name: 'look_up', description: 'Looks up the weather', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
    ],
    temperature: 0.2,
    maxTokens: 200,
    language: 'en',
    signal: new AbortController().signal,
  };
}

async function collect(parts: AsyncIterable<ModelPart>): Promise<ModelPart[]> {
  const all: ModelPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

function textOf(parts: readonly ModelPart[]): string {
  return parts.map((part) => (part.kind === 'text-delta' ? part.text : '')).join('');
}
