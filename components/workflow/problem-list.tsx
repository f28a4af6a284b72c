'use client';

import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { WorkflowProblem } from '@/server/contracts/workflow-problems';
import type { WorkflowSelection } from './use-workflow-editing';
import { useNames } from './use-names';
import type { WorkflowDocument } from './workflow-model';

export interface ProblemListProps {
  readonly problems: readonly WorkflowProblem[];
  readonly workflow: WorkflowDocument;
  readonly onSelect: (selection: WorkflowSelection | null) => void;
}

/** What keeps the workflow from working as it is drawn; each leads to its place. */
export function ProblemList({ problems, workflow, onSelect }: ProblemListProps) {
  const t = useTranslations('workflow');
  const { nameOfNode, nameOfEdge } = useNames(workflow);
  if (problems.length === 0) return null;
  return (
    <ul aria-label={t('problems')} className="grid gap-1">
      {problems.map((problem, place) => {
        const { code, severity, nodeId, edgeId } = problem;
        const where = nodeId !== undefined ? nameOfNode(nodeId) : edgeId !== undefined ? nameOfEdge(edgeId) : '';
        const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: problems have no names of their own
          <li key={`${code}-${place}`}>
            <button
              type="button"
              className={`flex items-start gap-2 rounded-sm text-left text-sm hover:underline ${severity === 'error' ? 'text-danger' : 'text-warn'}`}
              onClick={() => onSelect(nodeId !== undefined ? { kind: 'node', id: nodeId } : edgeId !== undefined ? { kind: 'edge', id: edgeId } : null)}
            >
              <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
              <span>
                {where === '' ? null : <span className="font-medium">{where}: </span>}
                {t(`problem.${code}`)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
