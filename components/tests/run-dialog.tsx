'use client';

import { useMutation, useQueries, useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { NumberField } from '../agents/number-field';
import { Failure } from '../layout/failure';
import { flag, formOf, listOf, number, text } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { Input } from '../ui/input';
import { Skeleton } from '../ui/skeleton';

export interface RunDialogProps {
  readonly tests: readonly { readonly id: string; readonly name: string }[];
  readonly onClose: () => void;
  /** With the ids of what was started, one for each agent and branch. */
  readonly onStarted: (invocationIds: readonly string[]) => void;
}

/** One column of the matrix. */
interface Subject {
  readonly agentId: string;
  readonly branchId: string;
  readonly isDraft: boolean;
}

interface Choice {
  readonly subjects: readonly Subject[];
  /** Agents whose branches are shown. */
  readonly opened: readonly string[];
  readonly repeats: number;
}

const nothingChosen: Choice = { subjects: [], opened: [], repeats: 1 };
const readChoice = formOf<Choice>({
  subjects: listOf(formOf<Subject>({ agentId: text, branchId: text, isDraft: flag })),
  opened: listOf(text),
  repeats: number,
});

/** Which agents, which of their branches, and how often. */
export function RunDialog({ tests, onClose, onStarted }: RunDialogProps) {
  const t = useTranslations('tests');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [search, setSearch] = useState('');
  const form = useKeptForm({ name: `run.${tests.map(({ id }) => id).join()}`, saved: nothingChosen, read: readChoice });
  const { subjects, opened, repeats } = form.value;
  const agents = useQuery(trpc.agents.list.queryOptions({ workspace: slug, sortBy: 'name', order: 'asc', pageSize: 50, ...(search === '' ? {} : { search }) }));
  const branches = useQueries({ queries: opened.map((agentId) => trpc.branches.list.queryOptions({ workspace: slug, agentId })) });
  const run = useMutation(trpc.tests.run.mutationOptions());
  const has = (subject: Subject) => subjects.some((one) => isSame(one, subject));
  const toggle = (subject: Subject) => form.edit({ subjects: has(subject) ? subjects.filter((one) => !isSame(one, subject)) : [...subjects, subject] });
  const open = (agentId: string) => {
    if (opened.includes(agentId))
      form.edit({ opened: opened.filter((id) => id !== agentId), subjects: subjects.filter((subject) => subject.agentId !== agentId) });
    else form.edit({ opened: [...opened, agentId] });
  };
  const start = async () => {
    const ids: string[] = [];
    for (const { agentId, branchId, isDraft } of subjects) {
      const { id } = await run.mutateAsync({
        workspace: slug,
        agentId,
        branchId,
        testIds: tests.map((test) => test.id),
        repeatCount: repeats,
        ...(isDraft ? { draft: true } : {}),
      });
      ids.push(id);
    }
    form.forget();
    onClose();
    onStarted(ids);
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t('runTitle', { count: tests.length })} description={t('runHelp')}>
        <RestoredLine form={form} />
        <Input type="search" aria-label={t('searchAgent')} placeholder={t('searchAgent')} value={search} onChange={(event) => setSearch(event.target.value)} />
        {agents.isError ? <Failure message={agents.error.message} onRetry={() => void agents.refetch()} /> : null}
        {agents.isPending ? <Skeleton className="h-24" /> : null}
        <ul className="grid max-h-72 gap-1 overflow-y-auto rounded-md border p-2">
          {agents.data?.items.map((agent) => {
            const isOpen = opened.includes(agent.id);
            const ofAgent = isOpen ? branches[opened.indexOf(agent.id)]?.data?.items : undefined;
            return (
              <li key={agent.id} className="grid gap-1">
                <label className="flex items-center gap-2.5 rounded-sm px-2 py-1.5 text-sm hover:bg-sunken">
                  <input type="checkbox" className="size-4 accent-accent" checked={isOpen} onChange={() => open(agent.id)} />
                  <span className="min-w-0 truncate font-medium">{agent.name}</span>
                </label>
                {isOpen && ofAgent === undefined ? <Skeleton className="ml-8 h-7" /> : null}
                {ofAgent === undefined ? null : (
                  <ul aria-label={t('branchesOf', { name: agent.name })} className="ml-6 grid gap-0.5 border-l pl-2">
                    {ofAgent.flatMap((branch) =>
                      [false, ...(branch.draft === null ? [] : [true])].map((isDraft) => {
                        const subject = { agentId: agent.id, branchId: branch.id, isDraft };
                        return (
                          <li key={`${branch.id}-${isDraft}`}>
                            <label className="flex items-center gap-2.5 rounded-sm px-2 py-1 text-sm hover:bg-sunken">
                              <input type="checkbox" className="size-4 accent-accent" checked={has(subject)} onChange={() => toggle(subject)} />
                              <span className="min-w-0 truncate">{isDraft ? t('draftOf', { branch: branch.name }) : branch.name}</span>
                              {isDraft ? null : <span className="ml-auto text-xs text-ink-faint">{t('versionShort', { number: branch.versionNumber })}</span>}
                            </label>
                          </li>
                        );
                      }),
                    )}
                  </ul>
                )}
              </li>
            );
          })}
          {agents.data?.items.length === 0 ? <li className="px-2 py-4 text-center text-sm text-ink-faint">{t('noAgent')}</li> : null}
        </ul>
        <NumberField
          label={t('repeats')}
          hint={t('repeatsHint')}
          unit={t('times')}
          min={1}
          max={50}
          value={repeats}
          emptyText="1"
          onChange={(value) => form.edit({ repeats: value ?? 1 })}
        />
        {run.isError ? (
          <p role="alert" className="text-sm text-danger">
            {run.error.message}
          </p>
        ) : null}
        <div className="flex flex-wrap items-center justify-end gap-3">
          <p className="text-xs text-ink-faint" role="status">
            {t('runCount', { count: tests.length * subjects.length * repeats })}
          </p>
          <Button look="primary" disabled={subjects.length === 0} isBusy={run.isPending} onClick={() => void start().catch(() => undefined)}>
            <Play aria-hidden />
            {t('start')}
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}

function isSame(a: Subject, b: Subject): boolean {
  return a.agentId === b.agentId && a.branchId === b.branchId && a.isDraft === b.isDraft;
}
