import { describe, expect, it } from 'vitest';
import type { TranscriptItem } from '../../contracts/conversation';
import type { GenerateRequest, LanguageModelProvider } from '../../providers/spec/language-model';
import { fitted, modelJudge } from './model-judge';

const { signal } = new AbortController();
const transcript: TranscriptItem[] = [{ role: 'user', timeInCallSecs: 0, message: 'I want my money back.' }];

function modelThatSays(...answers: readonly string[]): LanguageModelProvider & { readonly asked: GenerateRequest[] } {
  const asked: GenerateRequest[] = [];
  return {
    id: 'scripted:model',
    asked,
    async *generate(request) {
      asked.push(request);
      const answer = answers[asked.length - 1];
      if (answer === undefined) throw new Error('out of reach');
      yield { kind: 'text-delta', text: answer };
      yield { kind: 'finished', reason: 'stop' };
    },
  };
}

describe('judging by a model', () => {
  it('asks with goal, examples and transcript, and reads the verdict out of what it writes', async () => {
    const model = modelThatSays('Sure! {"result":"failure","rationale":"No refund was offered.","score":140}');
    const judged = await modelJudge(model).judge({ goal: 'Offers a refund', transcript, successExamples: ['You get it back.'], maxScore: 100 }, signal);
    expect(judged).toEqual({ result: 'failure', rationale: 'No refund was offered.', score: 100 });
    const written = model.asked[0]?.messages.map(({ content }) => content).join('\n') ?? '';
    for (const part of ['Offers a refund', 'You get it back.', 'user: I want my money back.']) expect(written).toContain(part);
  });

  it('lets rules judge when the model fails or answers nonsense, and says so', async () => {
    for (const model of [modelThatSays(), modelThatSays('I think it went well.')]) {
      const judged = await modelJudge(model).judge({ goal: 'Money comes back', transcript }, signal);
      expect(judged.rationale).toMatch(/^The model could not be asked .*Judged by rules/);
    }
  });

  it('takes no value of another type than was asked for', async () => {
    const found = await modelJudge(modelThatSays('{"value":"plenty","rationale":"They said so."}')).collect(
      { name: 'amount', type: 'number', description: 'How much' },
      transcript,
      signal,
    );
    expect(found).toMatchObject({ value: null, rationale: expect.stringContaining('"plenty"') });
  });

  it.each([
    ['12', 'integer', undefined, 12],
    ['12.5', 'integer', undefined, null],
    [true, 'boolean', undefined, true],
    ['false', 'boolean', undefined, false],
    ['GOLD', 'string', ['gold', 'silver'], 'gold'],
    ['bronze', 'string', ['gold', 'silver'], null],
  ] as const)('%o as %s is %o', (value, type, options, expected) => {
    expect(fitted(value, type, options)).toBe(expected);
  });

  it('stops when it is told to', async () => {
    const ending = new AbortController();
    ending.abort(new Error('stop'));
    await expect(modelJudge(modelThatSays()).judge({ goal: 'x', transcript }, ending.signal)).rejects.toThrow('stop');
  });
});
