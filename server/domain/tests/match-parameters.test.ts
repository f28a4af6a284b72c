import { describe, expect, it } from 'vitest';
import { rulesJudge } from '../evaluations/rules-judge';
import { matchParameters, valueAt } from './match-parameters';

const { signal } = new AbortController();
const parameters = { order: { id: 'A-17', items: [{ name: 'tea', count: 2 }] }, city: 'Paris' };
const match = (path: string, condition: Parameters<typeof matchParameters>[1][number]['eval']) =>
  matchParameters(parameters, [{ path, eval: condition }], rulesJudge, signal);

describe('matching parameters', () => {
  it.each([
    ['order.id', 'A-17'],
    ['order.items[0].name', 'tea'],
    ['order.items.0.count', 2],
    ['$.city', 'Paris'],
    ['order.none.deeper', undefined],
    ['constructor', undefined],
  ])('finds %s', (path, value) => {
    expect(valueAt(parameters, path)).toBe(value);
  });

  it('takes exact values, numbers as they are written', async () => {
    expect((await match('order.items.0.count', { type: 'exact', expected_value: '2' })).isMatch).toBe(true);
    const wrong = await match('city', { type: 'exact', expected_value: 'Rome' });
    expect(wrong).toEqual({ isMatch: false, reasons: ['city is Paris, not Rome.'] });
  });

  it('takes patterns, and says when a value does not match one', async () => {
    expect((await match('order.id', { type: 'regex', pattern: '^[A-Z]-\\d+$' })).isMatch).toBe(true);
    expect((await match('order.id', { type: 'regex', pattern: '^\\d+$' })).isMatch).toBe(false);
    expect((await match('order.id', { type: 'regex', pattern: '(' })).isMatch).toBe(false);
  });

  it('stops a pattern that would not end', async () => {
    const long = { text: `${'a'.repeat(40)}!` };
    const { isMatch } = await matchParameters(long, [{ path: 'text', eval: { type: 'regex', pattern: '^(a+)+$' } }], rulesJudge, signal);
    expect(isMatch).toBe(false);
  });

  it('takes anything where that is asked, also nothing', async () => {
    expect((await match('none', { type: 'anything' })).isMatch).toBe(true);
  });

  it('asks the judge whether a value fits a description', async () => {
    expect((await match('city', { type: 'llm', description: 'Paris' })).isMatch).toBe(true);
    expect((await match('none', { type: 'llm', description: 'Paris' })).isMatch).toBe(false);
  });
});
