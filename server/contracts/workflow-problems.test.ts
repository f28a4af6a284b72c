import { expect, it } from 'vitest';
import { workflowProblems } from './workflow-problems';

const start = { type: 'start', edgeOrder: ['a'] };
const to = (target: string, forwardCondition: object = { type: 'unconditional' }, source = 'start') => ({ source, target, forwardCondition });
const codes = (nodes: object, edges: object) =>
  workflowProblems({ nodes, edges }).map(({ code, severity, nodeId, edgeId }) => [code, severity, nodeId ?? edgeId]);

it('finds nothing in an agent without a workflow, nor in one that is right', () => {
  expect(codes({ start }, {})).toEqual([]);
  expect(codes({ start, end: { type: 'end' } }, { a: to('end') })).toEqual([]);
});

it.each([
  ['no start', { one: { type: 'override_agent' }, two: { type: 'end' } }, { a: to('two', undefined, 'one') }, ['no-start', 'error', undefined]],
  ['two starts', { start, other: { type: 'start' } }, { a: to('other'), b: to('start', undefined, 'other') }, ['several-starts', 'error', 'other']],
  ['an edge to nowhere', { start, end: { type: 'end' } }, { a: to('end'), b: to('gone') }, ['edge-loose', 'error', 'b']],
  ['a condition without words', { start, end: { type: 'end' } }, { a: to('end', { type: 'llm', condition: ' ' }) }, ['condition-empty', 'error', 'a']],
  ['a condition of a kind that is none', { start, end: { type: 'end' } }, { a: to('end', { type: 'mood' }) }, ['edge-unreadable', 'error', 'a']],
  ['a kind of node that is none', { start, odd: { type: 'dance' } }, { a: to('odd') }, ['node-unreadable', 'error', 'odd']],
  [
    'a tool node without a tool',
    { start, tool: { type: 'tool', tools: [] }, end: { type: 'end' } },
    { a: to('tool'), b: to('end', undefined, 'tool') },
    ['tool-missing', 'error', 'tool'],
  ],
  ['a handover to nobody', { start, other: { type: 'standalone_agent', agentId: '' } }, { a: to('other') }, ['agent-missing', 'error', 'other']],
  [
    'a transfer without a number',
    { start, call: { type: 'phone_number', transferDestination: { type: 'phone' } } },
    { a: to('call') },
    ['number-missing', 'error', 'call'],
  ],
  ['a node that nothing leads to', { start, end: { type: 'end' }, lost: { type: 'end' } }, { a: to('end') }, ['unreachable', 'warning', 'lost']],
  [
    'an edge behind one that always holds',
    { start: { type: 'start', edgeOrder: ['a', 'b'] }, end: { type: 'end' }, other: { type: 'end' } },
    { b: to('other'), a: to('end') },
    ['never-tried', 'warning', 'b'],
  ],
  ['a result of nothing', { start, end: { type: 'end' } }, { a: to('end', { type: 'result', successful: true }) }, ['result-of-nothing', 'warning', 'a']],
] as const)('tells of %s', (_, nodes, edges, problem) => {
  expect(codes(nodes, edges)).toEqual([problem]);
});
