import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWorkflow } from '../../contracts/workflow';
import { evaluate } from './expression';
import { nextMove } from './walk';

const literal = (value: string | number | boolean | null) => ({ type: 'literal', value }) as const;
const variable = (name: string) => ({ type: 'variable', name }) as const;

describe('expressions of a workflow', () => {
  it('compare what looks like a number as numbers, wherever it comes from', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        const variables = { a: String(a), b };
        expect(evaluate({ type: 'gt', left: variable('a'), right: variable('b') }, variables)).toBe(a > b);
        expect(evaluate({ type: 'lte', left: variable('a'), right: variable('b') }, variables)).toBe(a <= b);
        expect(evaluate({ type: 'eq', left: variable('a'), right: variable('b') }, variables)).toBe(a === b);
        expect(evaluate({ type: 'add', left: variable('b'), right: literal(1) }, variables)).toBe(b + 1);
      }),
    );
  });

  it('take what is unknown for nothing: no comparison holds, and nothing is divided by zero', () => {
    expect(evaluate({ type: 'gt', left: variable('missing'), right: literal(0) }, {})).toBe(false);
    expect(evaluate({ type: 'eq', left: variable('missing'), right: literal(null) }, {})).toBe(true);
    expect(evaluate({ type: 'div', left: literal(1), right: literal(0) }, {})).toBeNull();
    expect(evaluate({ type: 'llm', prompt: 'is it raining?' }, {})).toBeNull();
    expect(evaluate({ type: 'conditional', condition: literal('no'), yes: literal(1), no: literal(2) }, {})).toBe(2);
  });
});

describe('a stored workflow', () => {
  it('is none when it only starts, or cannot be read', () => {
    expect(readWorkflow({ nodes: { start: { type: 'start' } }, edges: {} })).toBeNull();
    for (const broken of [null, 7, [], { nodes: 1 }, { nodes: { a: { type: 'end' } }, edges: { e: { source: 'a', target: 'a' } } }])
      expect(readWorkflow(broken)).toBeNull();
  });

  it('keeps what can be read of one that is partly broken', () => {
    const workflow = readWorkflow({
      nodes: { start: { type: 'start' }, end: { type: 'end' }, odd: { type: 'from the future' } },
      edges: { ok: { source: 'start', target: 'end' }, lost: { source: 'start', target: 'odd' } },
    });
    expect([...(workflow?.nodes.keys() ?? [])]).toEqual(['start', 'end']);
    expect([...(workflow?.edges.keys() ?? [])]).toEqual(['ok']);
  });

  it('W1 tries edges in the order of their node, and enters no agent twice when it is told not to', () => {
    const raw = (preventSubagentLoops: boolean) => ({
      nodes: { start: { type: 'start', edgeOrder: ['second', 'first'] }, a: { type: 'override_agent' }, b: { type: 'override_agent' } },
      edges: { first: { source: 'start', target: 'a' }, second: { source: 'start', target: 'b' } },
      preventSubagentLoops,
    });
    const facts = { variables: {}, wasSuccessful: null, isDone: true, visited: new Set(['b']) };
    const [free, strict] = [readWorkflow(raw(false)), readWorkflow(raw(true))];
    if (free === null || strict === null) throw new Error('the workflow was not read');
    expect(nextMove(free, 'start', facts)).toMatchObject({ kind: 'go', targetId: 'b' });
    expect(nextMove(strict, 'start', facts)).toMatchObject({ kind: 'go', targetId: 'a' });
  });
});
