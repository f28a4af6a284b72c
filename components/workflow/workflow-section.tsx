'use client';

import { ListTree, Network } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { workflowProblems } from '@/server/contracts/workflow-problems';
import type { SectionProps } from '../agents/section-props';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { EmptyState } from '../ui/empty-state';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { layOut } from './lay-out';
import { ProblemList } from './problem-list';
import { useWorkflowEditing } from './use-workflow-editing';
import { WorkflowList } from './workflow-list';
import { template, templateNames } from './templates';

// The canvas is large, and only this tab has it.
const WorkflowCanvas = dynamic(() => import('./workflow-canvas').then((module) => module.WorkflowCanvas), {
  ssr: false,
  loading: () => <Skeleton className="h-[36rem]" />,
});

export interface WorkflowSectionProps extends SectionProps {
  readonly agentId: string;
  /** Nodes that the call in the panel beside has entered, in order. */
  readonly path: readonly string[];
}

/** The graph a conversation goes through: as a picture to draw in, and as a list that says the same. */
export function WorkflowSection({ draft, disabled, agentId, path }: WorkflowSectionProps) {
  const t = useTranslations('workflow');
  const [view, setView] = useState<'canvas' | 'list'>('canvas');
  const editing = useWorkflowEditing(draft);
  const { workflow } = editing;
  const problems = useMemo(() => workflowProblems(workflow), [workflow]);
  const isEmpty = Object.keys(workflow.nodes).length <= 1 && Object.keys(workflow.edges).length === 0;
  if (isEmpty) {
    return (
      <Section title={t('title')} description={t('help')}>
        <EmptyState
          picture={<Network aria-hidden />}
          title={t('emptyTitle')}
          description={t('emptyHelp')}
          action={
            disabled ? null : (
              <div className="flex flex-wrap justify-center gap-2">
                {templateNames.map((name) => (
                  <Button key={name} look={name === 'blank' ? 'plain' : 'primary'} onClick={() => editing.change(layOut(template(name, workflow)))}>
                    {t(`templates.${name}`)}
                  </Button>
                ))}
              </div>
            )
          }
        />
      </Section>
    );
  }
  return (
    <Section title={t('title')} description={t('help')}>
      <div className="hidden md:block">
        <Segmented
          aria-label={t('view')}
          value={view}
          options={[
            { value: 'canvas', label: <ViewLabel Icon={Network} text={t('canvas')} /> },
            { value: 'list', label: <ViewLabel Icon={ListTree} text={t('list')} /> },
          ]}
          onValueChange={(next) => setView(next === 'list' ? 'list' : 'canvas')}
        />
      </div>
      <ProblemList problems={problems} workflow={workflow} onSelect={editing.select} />
      {view === 'canvas' ? (
        <div className="hidden md:block">
          <WorkflowCanvas editing={editing} problems={problems} disabled={disabled} path={path} agentId={agentId} />
        </div>
      ) : null}
      <div className={view === 'canvas' ? 'md:hidden' : undefined}>
        <WorkflowList editing={editing} problems={problems} disabled={disabled} path={path} agentId={agentId} />
      </div>
    </Section>
  );
}

function ViewLabel({ Icon, text }: { readonly Icon: typeof Network; readonly text: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon className="size-3.5" aria-hidden />
      {text}
    </span>
  );
}
