'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { formOf, text } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Dialog, DialogContent } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Skeleton } from '../ui/skeleton';
import { ProposalsSection } from '../merge-proposals/proposals-section';
import { ProposeDialog } from '../merge-proposals/propose-dialog';
import { toast } from '../ui/toaster';
import { type BranchChanges, BranchDialog } from './branch-dialog';
import { MergeDialog } from './merge-dialog';
import { RebaseDialog } from './rebase-dialog';
import { TrafficSplit } from './traffic-split';

type AgentAnswer = Answers['agents']['get'];
type BranchList = Answers['branches']['list'];
type Branch = BranchList['items'][number];

/** The branches of an agent: which one is looked at, what becomes of the others, and who hears which. */
export function BranchesSection({ agent, disabled }: { readonly agent: AgentAnswer; readonly disabled: boolean }) {
  const t = useTranslations('editor');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [isCreating, setIsCreating] = useState(false);
  const [task, setTask] = useState<BranchTask>();
  const branches = useQuery(trpc.branches.list.queryOptions({ workspace: slug, agentId: agent.id, includeArchived: true }));
  if (branches.isError && branches.data === undefined) return <Failure message={branches.error.message} onRetry={() => void branches.refetch()} />;
  if (branches.data === undefined) return <Skeleton className="h-48" />;
  const { items } = branches.data;
  const main = items.find(({ isMain }) => isMain);
  const inUse = items.filter(({ isArchived }) => !isArchived);
  const proposable = inUse.find(({ id, isMain }) => !isMain && id === agent.branchId) ?? inUse.find(({ isMain }) => !isMain);
  const close = () => setTask(undefined);
  return (
    <>
      <Section
        title={t('tabs.branches')}
        description={t('branches.help')}
        actions={disabled ? null : <Button onClick={() => setIsCreating(true)}>{t('branches.new')}</Button>}
      >
        <ul aria-label={t('tabs.branches')} className="grid rounded-lg border bg-surface">
          {items.map((branch) => (
            <BranchRow
              key={branch.id}
              branch={branch}
              main={main}
              isOpen={branch.id === agent.branchId}
              disabled={disabled}
              onStart={(kind) => setTask({ kind, branch })}
            />
          ))}
        </ul>
      </Section>
      <ProposalsSection
        agentId={agent.id}
        hasBranch={proposable !== undefined}
        disabled={disabled}
        onPropose={() => {
          if (proposable !== undefined) setTask({ kind: 'propose', branch: proposable });
        }}
        onNewBranch={() => setIsCreating(true)}
      />
      <Section title={t('branches.traffic')} description={t('branches.trafficHelp')} className="border-t">
        <TrafficSplit
          key={items.map(({ id, livePercentage, isArchived }) => `${id}${livePercentage}${isArchived}`).join()}
          agentId={agent.id}
          branches={inUse}
          disabled={disabled}
        />
      </Section>
      {isCreating ? <NewBranchDialog agent={agent} onClose={() => setIsCreating(false)} /> : null}
      {task?.kind === 'merge' && main !== undefined ? <MergeDialog source={task.branch} target={main} onClose={close} /> : null}
      {task?.kind === 'rebase' && task.branch.parentBranch !== null ? (
        <RebaseDialog branch={task.branch} parent={task.branch.parentBranch} onClose={close} />
      ) : null}
      {task?.kind === 'propose' ? <ProposeDialog branches={inUse} source={task.branch} onClose={close} /> : null}
    </>
  );
}

interface BranchTask {
  readonly kind: 'merge' | 'propose' | 'rebase';
  readonly branch: Branch;
}

interface BranchRowProps {
  readonly branch: Branch;
  /** Where it would be merged. */
  readonly main: Branch | undefined;
  readonly isOpen: boolean;
  readonly disabled: boolean;
  readonly onStart: (kind: BranchTask['kind']) => void;
}

function BranchRow({ branch, main, isOpen, disabled, onStart }: BranchRowProps) {
  const t = useTranslations('editor');
  const { slug, may } = useWorkspace();
  const pastTime = usePastTime();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [, setParameters] = useQueryParameters();
  const [isSetting, setIsSetting] = useState(false);
  const isProtected = branch.protection === 'admin_perms_required';
  const mayChange = ({ protection }: Branch) => protection !== 'admin_perms_required' || may('agents:admin');
  const isBehind = branch.commitsBehind > 0 && branch.parentBranch !== null && !branch.isArchived;
  const update = useMutation(
    trpc.branches.update.mutationOptions({
      ...optimistic(queries, trpc.branches.list.pathKey(), (list: BranchList, changes: BranchChanges) => ({
        ...list,
        items: list.items.map((each) => (each.id === branch.id ? changedBranch(each, changes) : each)),
      })),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.branches.pathKey() }),
    }),
  );
  const save = (changes: BranchChanges, onSaved?: () => void) =>
    update.mutate({ workspace: slug, agentId: branch.agentId, branchId: branch.id, ...changes }, { onSuccess: () => onSaved?.() });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-3.5 py-2.5 last:border-b-0">
      <div className="grid min-w-0 flex-1 basis-52">
        <span className="flex flex-wrap items-center gap-2 text-sm font-medium">
          {branch.name}
          {isOpen ? <Badge tone="accent">{t('branches.open')}</Badge> : null}
          {branch.livePercentage > 0 ? <Badge tone="good">{t('branches.live', { percent: branch.livePercentage })}</Badge> : null}
          {isProtected ? <Badge>{t('branches.protected')}</Badge> : null}
          {branch.isArchived ? <Badge>{t('branches.archived')}</Badge> : null}
        </span>
        <span className="text-xs text-ink-faint">
          {t('version', { number: branch.versionNumber })} · {pastTime(branch.committedAt)}
          {branch.isMain ? null : (
            <>
              {' · '}
              <span className={isBehind ? 'text-warn' : undefined}>{t('branches.distance', { ahead: branch.commitsAhead, behind: branch.commitsBehind })}</span>
            </>
          )}
        </span>
        {update.isError ? (
          <span role="alert" className="text-xs text-danger">
            {update.error.message}
          </span>
        ) : null}
      </div>
      {isOpen || branch.isArchived ? null : (
        <Button size="sm" aria-label={t('branches.editNamed', { name: branch.name })} onClick={() => setParameters({ branch: branch.isMain ? '' : branch.id })}>
          {t('branches.edit')}
        </Button>
      )}
      {disabled || branch.isArchived || !mayChange(branch) ? null : (
        <Button size="sm" look="quiet" aria-label={t('branches.settingsNamed', { name: branch.name })} onClick={() => setIsSetting(true)}>
          {t('branches.settings')}
        </Button>
      )}
      {isSetting ? <BranchDialog branch={branch} onClose={() => setIsSetting(false)} onSave={save} /> : null}
      {disabled || branch.isMain ? null : (
        <>
          {branch.isArchived ? null : (
            <>
              {isBehind && mayChange(branch) ? (
                <Button size="sm" aria-label={t('branches.rebaseNamed', { name: branch.name })} onClick={() => onStart('rebase')}>
                  {t('branches.rebase')}
                </Button>
              ) : null}
              <Button size="sm" aria-label={t('branches.proposeNamed', { name: branch.name })} onClick={() => onStart('propose')}>
                {t('branches.propose')}
              </Button>
              {main !== undefined && mayChange(main) ? (
                <Button size="sm" aria-label={t('branches.mergeNamed', { name: branch.name })} onClick={() => onStart('merge')}>
                  {t('branches.merge')}
                </Button>
              ) : null}
            </>
          )}
          {isOpen || !mayChange(branch) ? null : (
            <Button size="sm" look="quiet" isBusy={update.isPending} onClick={() => save({ isArchived: !branch.isArchived })}>
              {branch.isArchived ? t('branches.unarchive') : t('branches.archive')}
            </Button>
          )}
        </>
      )}
    </li>
  );
}

function changedBranch(branch: Branch, { name, protection, autoRebase, isArchived }: BranchChanges): Branch {
  return {
    ...branch,
    name: name ?? branch.name,
    protection: protection ?? branch.protection,
    autoRebase: autoRebase ?? branch.autoRebase,
    isArchived: isArchived ?? branch.isArchived,
  };
}

const newBranch = { name: '' };
const readNewBranch = formOf<typeof newBranch>({ name: text });

function NewBranchDialog({ agent, onClose }: { readonly agent: AgentAnswer; readonly onClose: () => void }) {
  const t = useTranslations('editor');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [, setParameters] = useQueryParameters();
  const form = useKeptForm({ name: `agent.${agent.id}.branch`, saved: newBranch, read: readNewBranch });
  const { name } = form.value;
  const create = useMutation(
    trpc.branches.create.mutationOptions({
      onSuccess: async (made) => {
        form.forget();
        await queries.invalidateQueries({ queryKey: trpc.branches.pathKey() });
        toast.success(t('branches.created', { name }));
        onClose();
        setParameters({ branch: made.branchId });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ workspace: slug, agentId: agent.id, parentVersionId: agent.version.id, name: name.trim() });
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t('branches.new')} description={t('branches.newHelp', { number: agent.version.number })} className="max-w-md">
        <form className="grid gap-4" onSubmit={submit}>
          <RestoredLine form={form} />
          <Field label={t('name')} error={create.error?.message}>
            {(control) => <Input autoFocus value={name} maxLength={200} onChange={(event) => form.set({ name: event.target.value })} {...control} />}
          </Field>
          <Button type="submit" look="primary" className="justify-self-end" isBusy={create.isPending} disabled={name.trim() === ''}>
            {t('branches.create')}
          </Button>
        </form>
      </DialogContent>
    </Dialog>
  );
}
