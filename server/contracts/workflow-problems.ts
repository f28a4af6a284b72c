import { readWorkflow } from './workflow';

export interface WorkflowProblem {
  /** An error keeps the agent from being saved; a warning is shown. */
  readonly severity: 'error' | 'warning';
  readonly code:
    | 'no-start'
    | 'several-starts'
    | 'node-unreadable'
    | 'edge-unreadable'
    | 'edge-loose'
    | 'condition-empty'
    | 'tool-missing'
    | 'agent-missing'
    | 'number-missing'
    | 'message-missing'
    | 'unreachable'
    | 'dead-end'
    | 'never-tried'
    | 'result-of-nothing'
    | 'after-the-end';
  readonly nodeId?: string;
  readonly edgeId?: string;
}

type Raw = Readonly<Record<string, unknown>>;
/** After these nobody talks in this conversation any more. */
const finalTypes = new Set(['end', 'standalone_agent']);
const asRecord = (value: unknown): Raw => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {});
const isBlank = (value: unknown) => typeof value !== 'string' || value.trim() === '';

/**
 * Everything that is wrong with a workflow as a document holds it. The engine leaves out what it cannot read, so without this a mistake would only be
 * noticed in a conversation.
 */
export function workflowProblems(raw: unknown): readonly WorkflowProblem[] {
  const document = asRecord(raw);
  const nodes = Object.entries(asRecord(document['nodes'])).map(([id, node]) => ({ id, node: asRecord(node) }));
  const edges = Object.entries(asRecord(document['edges'])).map(([id, edge]) => ({ id, edge: asRecord(edge) }));
  const starts = nodes.filter(({ node }) => node['type'] === 'start');
  // A start with nowhere to go is an agent without a workflow.
  if (nodes.length <= 1 && edges.length === 0) return [];
  const problems: WorkflowProblem[] = [];
  const error = (code: WorkflowProblem['code'], at: Pick<WorkflowProblem, 'nodeId' | 'edgeId'> = {}) => problems.push({ severity: 'error', code, ...at });
  const warn = (code: WorkflowProblem['code'], at: Pick<WorkflowProblem, 'nodeId' | 'edgeId'>) => problems.push({ severity: 'warning', code, ...at });
  if (starts.length === 0) error('no-start');
  if (starts.length > 1) error('several-starts', { nodeId: starts[1]?.id ?? '' });

  const known = new Set(nodes.map(({ id }) => id));
  const isWhole = ({ edge }: (typeof edges)[number]) => known.has(String(edge['source'])) && known.has(String(edge['target']));
  for (const each of edges) {
    const { id, edge } = each;
    if (!isWhole(each)) error('edge-loose', { edgeId: id });
    else if (!isReadable({ edge })) error(hasBlankCondition(edge) ? 'condition-empty' : 'edge-unreadable', { edgeId: id });
    else if (hasBlankCondition(edge)) error('condition-empty', { edgeId: id });
  }
  const whole = edges.filter(isWhole);
  const leaving = (nodeId: string) => whole.filter(({ edge }) => edge['source'] === nodeId);
  for (const { id, node } of nodes) {
    const missing = missingIn(node);
    if (missing !== null) error(missing, { nodeId: id });
    else if (!isReadable({ node })) error('node-unreadable', { nodeId: id });
    const out = leaving(id);
    if (finalTypes.has(String(node['type'])) && out.length > 0) warn('after-the-end', { nodeId: id });
    if ((node['type'] === 'tool' || node['type'] === 'update_state' || node['type'] === 'start') && out.length === 0) warn('dead-end', { nodeId: id });
    const isAction = node['type'] === 'tool' || node['type'] === 'phone_number';
    const inOrder = ordered(node, out);
    inOrder.forEach(({ id: edgeId, edge }, place) => {
      const condition = asRecord(edge['forwardCondition']);
      if (condition['type'] === 'result' && !isAction) warn('result-of-nothing', { edgeId });
      if (isUnconditional(condition) && place < inOrder.length - 1) for (const later of inOrder.slice(place + 1)) warn('never-tried', { edgeId: later.id });
    });
  }
  const reached = new Set(starts.map(({ id }) => id));
  for (const id of reached) for (const { edge } of leaving(id)) reached.add(String(edge['target']));
  for (const { id } of nodes) if (starts.length > 0 && !reached.has(id)) warn('unreachable', { nodeId: id });
  return problems;
}

/** The engine's own reading decides: a node or edge alone in a graph that is otherwise right. */
function isReadable({ node, edge }: { readonly node?: Raw; readonly edge?: Raw }): boolean {
  const workflow = readWorkflow({
    nodes: { start: { type: 'start' }, other: node ?? { type: 'end' } },
    edges: { edge: { ...edge, source: 'start', target: 'other' } },
  });
  return workflow !== null && workflow.nodes.has('other') && workflow.edges.has('edge');
}

function missingIn(node: Raw): WorkflowProblem['code'] | null {
  switch (node['type']) {
    case 'tool':
      return Array.isArray(node['tools']) && node['tools'].some((tool) => !isBlank(asRecord(tool)['toolId'])) ? null : 'tool-missing';
    case 'standalone_agent':
      return isBlank(node['agentId']) ? 'agent-missing' : null;
    case 'phone_number': {
      const destination = asRecord(node['transferDestination']);
      return isBlank(destination['phoneNumber']) && isBlank(destination['sipUri']) ? 'number-missing' : null;
    }
    case 'say': {
      const message = asRecord(node['message']);
      return isBlank(message['text']) && isBlank(message['prompt']) ? 'message-missing' : null;
    }
    default:
      return null;
  }
}

function hasBlankCondition(edge: Raw): boolean {
  return [edge['forwardCondition'], edge['backwardCondition']].some((condition) => {
    const { type, condition: sentence, expression } = asRecord(condition);
    return (type === 'llm' && isBlank(sentence)) || (type === 'expression' && Object.keys(asRecord(expression)).length === 0);
  });
}

const isUnconditional = (condition: Raw) => condition['type'] === undefined || condition['type'] === 'unconditional';

function ordered<E extends { readonly id: string }>(node: Raw, edges: readonly E[]): readonly E[] {
  const order = Array.isArray(node['edgeOrder']) ? (node['edgeOrder'] as unknown[]) : [];
  const placeOf = ({ id }: E) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...edges].sort((a, b) => placeOf(a) - placeOf(b));
}
