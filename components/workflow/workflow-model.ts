import type { AgentConfig } from '@/server/contracts/agent-config';

export type WorkflowDocument = AgentConfig['workflow'];
type NodeDocument = WorkflowDocument['nodes'][string];
type EdgeDocument = WorkflowDocument['edges'][string];

export const nodeTypes = ['override_agent', 'say', 'tool', 'update_state', 'standalone_agent', 'phone_number', 'end'] as const;
export type NodeType = (typeof nodeTypes)[number];

const freshNodes: Readonly<Record<NodeType, () => object>> = {
  override_agent: () => ({ label: '', additionalPrompt: '', entryBehavior: 'auto' }),
  say: () => ({ label: '', message: { type: 'literal', text: '' }, waitForUserResponse: false }),
  tool: () => ({ tools: [] }),
  update_state: () => ({ updates: [] }),
  standalone_agent: () => ({ agentId: '', delayMs: 0, enableTransferredAgentFirstMessage: false }),
  phone_number: () => ({ transferDestination: { type: 'phone', phoneNumber: '' }, transferType: 'conference' }),
  end: () => ({ outcome: 'success' }),
};

/** These change nothing in what they get; they give the next document. */

export function withNode(
  workflow: WorkflowDocument,
  type: NodeType,
  position: { readonly x: number; readonly y: number },
): { readonly workflow: WorkflowDocument; readonly id: string } {
  const id = freshId(type, workflow.nodes);
  const node = { type, position, edgeOrder: [], ...freshNodes[type]() } as NodeDocument;
  return { workflow: { ...workflow, nodes: { ...workflow.nodes, [id]: node } }, id };
}

export function withEdge(workflow: WorkflowDocument, source: string, target: string): { readonly workflow: WorkflowDocument; readonly id: string } {
  const known = Object.entries(workflow.edges).find(([, edge]) => edge.source === source && edge.target === target);
  const from = workflow.nodes[source];
  if (known !== undefined || from === undefined || workflow.nodes[target] === undefined) return { workflow, id: known?.[0] ?? '' };
  const id = freshId('edge', workflow.edges);
  const isAction = from.type === 'tool' || from.type === 'phone_number';
  const isFirst = outgoing(workflow, source).length === 0;
  const forwardCondition = isAction
    ? { type: 'result', successful: isFirst }
    : isFirst && from.type !== 'override_agent'
      ? { type: 'unconditional' }
      : { type: 'llm', condition: '' };
  return {
    workflow: {
      ...workflow,
      nodes: { ...workflow.nodes, [source]: { ...from, edgeOrder: [...orderOf(workflow, source), id] } as NodeDocument },
      edges: { ...workflow.edges, [id]: { source, target, forwardCondition } as EdgeDocument },
    },
    id,
  };
}

/** Without the node and every edge at it. The start stays. */
export function withoutNode(workflow: WorkflowDocument, nodeId: string): WorkflowDocument {
  if (workflow.nodes[nodeId]?.type === 'start') return workflow;
  const loose = Object.entries(workflow.edges).flatMap(([id, edge]) => (edge.source === nodeId || edge.target === nodeId ? [id] : []));
  const rest = loose.reduce(withoutEdge, workflow);
  return { ...rest, nodes: Object.fromEntries(Object.entries(rest.nodes).filter(([id]) => id !== nodeId)) };
}

export function withoutEdge(workflow: WorkflowDocument, edgeId: string): WorkflowDocument {
  const edge = workflow.edges[edgeId];
  if (edge === undefined) return workflow;
  const from = workflow.nodes[edge.source];
  const nodes =
    from === undefined
      ? workflow.nodes
      : { ...workflow.nodes, [edge.source]: { ...from, edgeOrder: orderOf(workflow, edge.source).filter((id) => id !== edgeId) } as NodeDocument };
  return { ...workflow, nodes, edges: Object.fromEntries(Object.entries(workflow.edges).filter(([id]) => id !== edgeId)) };
}

export function changedNode(workflow: WorkflowDocument, nodeId: string, change: object): WorkflowDocument {
  const node = workflow.nodes[nodeId];
  return node === undefined ? workflow : { ...workflow, nodes: { ...workflow.nodes, [nodeId]: { ...node, ...change } } };
}

export function changedEdge(workflow: WorkflowDocument, edgeId: string, change: object): WorkflowDocument {
  const edge = workflow.edges[edgeId];
  return edge === undefined ? workflow : { ...workflow, edges: { ...workflow.edges, [edgeId]: { ...edge, ...change } } };
}

/** Tries an edge earlier (-1) or later (1) among those that leave the same node. */
export function withMovedEdge(workflow: WorkflowDocument, edgeId: string, by: -1 | 1): WorkflowDocument {
  const source = workflow.edges[edgeId]?.source ?? '';
  const order = orderOf(workflow, source);
  const at = order.indexOf(edgeId);
  const other = order[at + by];
  if (at < 0 || other === undefined) return workflow;
  const next = order.with(at, other).with(at + by, edgeId);
  return changedNode(workflow, source, { edgeOrder: next });
}

/** Ids of the edges that leave a node, in the order in which they are tried. */
export function orderOf(workflow: WorkflowDocument, nodeId: string): string[] {
  const ids = outgoing(workflow, nodeId);
  const stored = (workflow.nodes[nodeId]?.['edgeOrder'] as string[] | undefined) ?? [];
  return [...stored.filter((id) => ids.includes(id)), ...ids.filter((id) => !stored.includes(id))];
}

function outgoing(workflow: WorkflowDocument, nodeId: string): string[] {
  return Object.entries(workflow.edges).flatMap(([id, edge]) => (edge.source === nodeId ? [id] : []));
}

function freshId(kind: string, taken: Readonly<Record<string, unknown>>): string {
  for (let number = 1; ; number++) if (!Object.hasOwn(taken, `${kind}_${number}`)) return `${kind}_${number}`;
}

/** An expression of the simplest form, as a sentence has it; null for any other. */
export interface SimpleExpression {
  readonly variable: string;
  readonly operator: string;
  readonly value: string;
}

export const comparisons = ['eq_operator', 'neq_operator', 'gt_operator', 'gte_operator', 'lt_operator', 'lte_operator'] as const;

export function simpleExpression(expression: unknown): SimpleExpression | null {
  const { type, left, right } = (expression ?? {}) as { type?: string; left?: { type?: string; name?: string }; right?: { type?: string; value?: unknown } };
  if (type === undefined || !comparisons.some((known) => known === type)) return null;
  if (left?.type !== 'dynamic_variable' || !/^(string|number|boolean)_literal$/.test(right?.type ?? '')) return null;
  return { variable: left.name ?? '', operator: type, value: String(right?.value ?? '') };
}

export function expressionOf({ variable, operator, value }: SimpleExpression): object {
  const literal =
    value === 'true' || value === 'false'
      ? { type: 'boolean_literal', value: value === 'true' }
      : value.trim() !== '' && Number.isFinite(Number(value))
        ? { type: 'number_literal', value: Number(value) }
        : { type: 'string_literal', value };
  return { type: operator, left: { type: 'dynamic_variable', name: variable }, right: literal };
}
