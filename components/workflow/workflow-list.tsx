'use client';

import { useTranslations } from 'next-intl';
import type { WorkflowProblem } from '@/server/contracts/workflow-problems';
import { Badge } from '../ui/badge';
import { AddNodeMenu } from './add-node-menu';
import { SelectionForm } from './selection-form';
import { useNames } from './use-names';
import type { WorkflowEditing } from './use-workflow-editing';
import { orderOf, withNode } from './workflow-model';

export interface WorkflowListProps {
  readonly editing: WorkflowEditing;
  readonly problems: readonly WorkflowProblem[];
  readonly disabled: boolean;
  readonly path: readonly string[];
  readonly agentId: string;
}

/** The graph in words: each node, and where it goes on to. All that the canvas can do can be done here. */
export function WorkflowList({ editing, problems, disabled, path, agentId }: WorkflowListProps) {
  const t = useTranslations('workflow');
  const { workflow, selection, select, change } = editing;
  const { nameOfNode, typeName, conditionText } = useNames(workflow);
  return (
    <div className="grid gap-4">
      <ol aria-label={t('nodes')} className="grid gap-2">
        {inWalkingOrder(workflow).map(([id, node]) => (
          <li key={id} className="rounded-lg border bg-surface">
            <button
              type="button"
              aria-expanded={selection?.kind === 'node' && selection.id === id}
              className="grid w-full gap-1 px-3 py-2.5 text-left"
              onClick={() => select(selection?.kind === 'node' && selection.id === id ? null : { kind: 'node', id })}
            >
              <span className="flex flex-wrap items-center gap-2 text-sm font-medium">
                {nameOfNode(id)}
                <Badge>{typeName(node.type)}</Badge>
                {path.at(-1) === id ? <Badge tone="accent">{t('here')}</Badge> : null}
                {problems.some((problem) => problem.nodeId === id) ? <Badge tone="warn">{t('marks.warning')}</Badge> : null}
              </span>
              {orderOf(workflow, id).map((edgeId) => (
                <span key={edgeId} className="text-xs text-ink-soft">
                  {conditionText(workflow.edges[edgeId]?.['forwardCondition'])} → {nameOfNode(workflow.edges[edgeId]?.target ?? '')}
                </span>
              ))}
            </button>
            {isOpen(editing, id) ? (
              <div className="border-t">
                <SelectionForm editing={editing} disabled={disabled} agentId={agentId} />
              </div>
            ) : null}
          </li>
        ))}
      </ol>
      {disabled ? null : (
        <AddNodeMenu
          look="plain"
          onAdd={(type) => {
            const next = withNode(workflow, type, { x: 0, y: 0 });
            change(next.workflow);
            select({ kind: 'node', id: next.id });
          }}
        />
      )}
    </div>
  );
}

/** From the start along the edges, then what nothing leads to. */
function inWalkingOrder(workflow: WorkflowEditing['workflow']) {
  const all = Object.entries(workflow.nodes);
  const reached = new Set(all.flatMap(([id, node]) => (node.type === 'start' ? [id] : [])));
  for (const id of reached) for (const edgeId of orderOf(workflow, id)) reached.add(workflow.edges[edgeId]?.target ?? id);
  const places = [...reached];
  const placeOf = (id: string) => (reached.has(id) ? places.indexOf(id) : places.length);
  return all.sort(([a], [b]) => placeOf(a) - placeOf(b));
}

/** A node is open while it, or an edge that leaves it, is selected. */
function isOpen({ selection, workflow }: WorkflowEditing, nodeId: string): boolean {
  if (selection === null) return false;
  return selection.kind === 'node' ? selection.id === nodeId : workflow.edges[selection.id]?.source === nodeId;
}
