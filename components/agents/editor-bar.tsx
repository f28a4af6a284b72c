'use client';

import { useQuery } from '@tanstack/react-query';
import { GitBranch } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { EditorsNow } from '@/server/contracts/live-feed';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Avatar } from '../ui/avatar';
import { Badge } from '../ui/badge';
import { Select } from '../ui/select';
import type { AgentDraft } from './use-agent-draft';

export interface EditorBarProps {
  readonly agent: Answers['agents']['get'];
  readonly draft: AgentDraft;
  readonly others: EditorsNow['people'];
  /** Review, discard, save. */
  readonly actions: ReactNode;
}

/** Always in view above the editor: which branch this is, what is not saved, who else is here. */
export function EditorBar({ agent, draft, others, actions }: EditorBarProps) {
  const t = useTranslations('editor');
  const count = draft.changes.length;
  return (
    <div className="sticky top-13 z-20 border-b bg-paper lg:top-0">
      <div className="mx-auto flex w-full max-w-4xl flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2 sm:px-8">
        <BranchPicker agent={agent} />
        <Badge>{t('version', { number: agent.versionNumber })}</Badge>
        <p aria-live="polite" className="min-w-0 text-sm text-ink-soft">
          {count === 0 ? t('nothingUnsaved') : <span className="font-medium text-ink">{t('dirty', { count })}</span>}
        </p>
        {others.length === 0 ? null : <Others people={others} />}
        <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>
      </div>
    </div>
  );
}

function BranchPicker({ agent }: { readonly agent: Answers['agents']['get'] }) {
  const t = useTranslations('editor');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [, setParameters] = useQueryParameters();
  const branches = useQuery(trpc.branches.list.queryOptions({ workspace: slug, agentId: agent.id, includeArchived: true }));
  const shown = (branches.data?.items ?? []).filter(({ id, isArchived }) => !isArchived || id === agent.branchId);
  // Before it is known what others there are, this one is.
  const options =
    shown.length === 0
      ? [{ value: agent.branchId, label: agent.branchId === agent.mainBranchId ? t('branches.main') : '…' }]
      : shown.map(({ id, name, livePercentage }) => ({
          value: id,
          label: name,
          detail: livePercentage > 0 ? t('branches.share', { share: livePercentage }) : undefined,
        }));
  return (
    <span className="flex items-center gap-1.5">
      <GitBranch className="size-4 shrink-0 text-ink-faint" aria-hidden />
      <Select
        aria-label={t('branches.picker')}
        className="w-40"
        value={agent.branchId}
        options={options}
        onValueChange={(id) => setParameters({ branch: id === agent.mainBranchId ? '' : id })}
      />
    </span>
  );
}

function Others({ people }: { readonly people: EditorsNow['people'] }) {
  const t = useTranslations('editor');
  return (
    <ul aria-label={t('others')} className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      {people.map(({ id, name, hasChanges }) => (
        <li key={id} className="flex min-w-0 items-center gap-1.5 text-xs text-ink-soft">
          <Avatar name={name} className={hasChanges ? 'ring-2 ring-participant' : ''} />
          <span className="truncate">{t(hasChanges ? 'otherEdits' : 'otherLooks', { name })}</span>
        </li>
      ))}
    </ul>
  );
}
