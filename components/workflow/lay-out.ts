import { Graph, layout } from '@dagrejs/dagre';
import type { WorkflowDocument } from './workflow-model';

export const nodeSize = { width: 220, height: 76 };

/** The workflow with every node placed from top to bottom along its edges. */
export function layOut(workflow: WorkflowDocument): WorkflowDocument {
  const graph = new Graph().setGraph({ rankdir: 'TB', nodesep: 48, ranksep: 84 }).setDefaultEdgeLabel(() => ({}));
  for (const id of Object.keys(workflow.nodes)) graph.setNode(id, { ...nodeSize });
  for (const { source, target } of Object.values(workflow.edges)) if (graph.hasNode(source) && graph.hasNode(target)) graph.setEdge(source, target);
  layout(graph);
  const place = (id: string) => {
    const { x, y } = graph.node(id) as { x: number; y: number };
    return { x: Math.round(x - nodeSize.width / 2), y: Math.round(y - nodeSize.height / 2) };
  };
  return { ...workflow, nodes: Object.fromEntries(Object.entries(workflow.nodes).map(([id, node]) => [id, { ...node, position: place(id) }])) };
}
