import { changedEdge, changedNode, withEdge, withNode, type WorkflowDocument } from './workflow-model';

export const templateNames = ['qualify', 'collect', 'blank'] as const;
export type TemplateName = (typeof templateNames)[number];

const origin = { x: 0, y: 0 };

/** A workflow to begin with; the words in it are there to be changed. */
export function template(name: TemplateName, empty: WorkflowDocument): WorkflowDocument {
  const startId = Object.entries(empty.nodes).find(([, node]) => node.type === 'start')?.[0] ?? 'start_node';
  switch (name) {
    case 'blank': {
      const first = withNode(empty, 'override_agent', origin);
      return withEdge(first.workflow, startId, first.id).workflow;
    }
    case 'collect':
      return chain(empty, startId, [
        { label: 'Collect', additionalPrompt: 'Ask for what is needed, one question at a time: name, reason for the call, and how to reach the caller.' },
        {
          condition: 'The caller has told their name, the reason and how to be reached.',
          label: 'Confirm',
          additionalPrompt: 'Repeat in one sentence what was collected and ask whether it is right.',
        },
        { condition: 'The caller has confirmed that everything is right.' },
      ]);
    case 'qualify':
      return chain(empty, startId, [
        { label: 'Qualify', additionalPrompt: 'Find out what the caller wants, and whether a person is needed for it.' },
        { condition: 'It is clear what the caller wants.', label: 'Help', additionalPrompt: 'Help the caller with what they want, from what you know.' },
        { condition: 'The caller has what they wanted and says goodbye.' },
      ]);
  }
}

interface Step {
  /** Absent on the first: it holds at once. */
  readonly condition?: string;
  /** Absent on the last: the end. */
  readonly label?: string;
  readonly additionalPrompt?: string;
}

function chain(empty: WorkflowDocument, startId: string, steps: readonly Step[]): WorkflowDocument {
  let workflow = empty;
  let from = startId;
  for (const { condition, ...words } of steps) {
    const node = withNode(workflow, words.label === undefined ? 'end' : 'override_agent', origin);
    const edge = withEdge(words.label === undefined ? node.workflow : changedNode(node.workflow, node.id, words), from, node.id);
    workflow = condition === undefined ? edge.workflow : changedEdge(edge.workflow, edge.id, { forwardCondition: { type: 'llm', condition } });
    from = node.id;
  }
  return workflow;
}
