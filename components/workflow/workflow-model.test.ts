import { expect, it } from 'vitest';
import { parseAgentConfig } from '@/server/contracts/agent-config';
import { workflowProblems } from '@/server/contracts/workflow-problems';
import { layOut } from './lay-out';
import { changedEdge, expressionOf, orderOf, simpleExpression, withEdge, withMovedEdge, withNode, withoutEdge, withoutNode } from './workflow-model';

const { workflow: empty } = parseAgentConfig({});

function twoEnds() {
  const first = withNode(empty, 'end', { x: 0, y: 100 });
  const second = withNode(first.workflow, 'end', { x: 200, y: 100 });
  const a = withEdge(second.workflow, 'start_node', first.id);
  const b = withEdge(a.workflow, 'start_node', second.id);
  return { workflow: b.workflow, a: a.id, b: b.id, first: first.id, second: second.id };
}

it('adds nodes and edges that the engine reads, and tries edges in their order', () => {
  const { workflow, a, b } = twoEnds();
  expect(orderOf(workflow, 'start_node')).toEqual([a, b]);
  const asked = changedEdge(workflow, b, { forwardCondition: { type: 'llm', condition: 'The caller is done.' } });
  expect(workflowProblems(withMovedEdge(asked, b, -1))).toEqual([]);
  expect(orderOf(withMovedEdge(workflow, b, -1), 'start_node')).toEqual([b, a]);
  expect(withMovedEdge(workflow, a, -1)).toBe(workflow);
});

it('connects two nodes once', () => {
  const { workflow, first } = twoEnds();
  expect(withEdge(workflow, 'start_node', first).workflow).toBe(workflow);
});

it('takes a node away with its edges, and never the start', () => {
  const { workflow, first, a, b } = twoEnds();
  const without = withoutNode(workflow, first);
  expect(Object.keys(without.edges)).toEqual([b]);
  expect(orderOf(without, 'start_node')).toEqual([b]);
  expect(withoutNode(workflow, 'start_node')).toBe(workflow);
  expect(Object.keys(withoutEdge(workflow, a).edges)).toEqual([b]);
  expect(Object.keys(workflow.edges)).toEqual([a, b]);
});

it.each(['Madrid', '3', '0.5', 'true', ''])('an expression about “%s” is read back as it was written', (value) => {
  const simple = { variable: 'city', operator: 'eq_operator', value };
  expect(simpleExpression(expressionOf(simple))).toEqual(simple);
});

it('lays nodes out below each other without overlaps', () => {
  const { workflow } = twoEnds();
  const placed = Object.values(layOut(workflow).nodes).map((node) => node['position'] as { x: number; y: number });
  for (const [i, one] of placed.entries())
    for (const other of placed.slice(i + 1)) expect(Math.abs(one.x - other.x) >= 200 || Math.abs(one.y - other.y) >= 60).toBe(true);
});
