'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Play, X } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { SectionProps } from '../agents/section-props';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { RunsList } from './runs-list';

export interface AgentTestsProps extends SectionProps {
  readonly agentId: string;
  readonly branchId: string;
}

/** The tests that belong to an agent, and what they found. */
export function AgentTests({ draft, disabled, agentId, branchId }: AgentTestsProps) {
  const t = useTranslations('editor');
  const kinds = useTranslations('tests');
  const { slug, href } = useWorkspace();
  const router = useRouter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { config, name } = draft.document;
  const attached = config.platformSettings.testing.attachedTests.flatMap(({ testId }) => (typeof testId === 'string' ? [testId] : []));
  const tests = useQuery(trpc.tests.list.queryOptions({ workspace: slug, pageSize: 100 }));
  const known = tests.data?.items.filter(({ type }) => type !== 'folder') ?? [];
  const isDraft = draft.changes.length > 0;
  const run = useMutation(trpc.tests.run.mutationOptions());
  const saveDraft = useMutation(trpc.branches.saveDraft.mutationOptions());
  const edit = (ids: readonly string[]) =>
    draft.edit((next) => {
      const { testing } = next.platformSettings;
      testing.attachedTests = ids.map((testId) => testing.attachedTests.find((entry) => entry['testId'] === testId) ?? { testId });
    });
  // The members of a deleted test stay in the document; only those that are there can be run.
  const runnable = attached.filter((id) => known.some((test) => test.id === id));
  const start = async () => {
    if (isDraft) await saveDraft.mutateAsync({ workspace: slug, agentId, branchId, name, config: config as unknown as Record<string, unknown> });
    const { id } = await run.mutateAsync({ workspace: slug, agentId, branchId, testIds: runnable, ...(isDraft ? { draft: true } : {}) });
    await queries.invalidateQueries({ queryKey: trpc.tests.invocations.pathKey() });
    router.push(href(`/tests?tab=runs&runs=${id}`));
  };
  const failure = run.error?.message ?? saveDraft.error?.message;
  return (
    <>
      <Section
        title={t('testsTab.title')}
        description={t('testsTab.help')}
        actions={
          disabled || runnable.length === 0 ? null : (
            <Button look="primary" isBusy={run.isPending || saveDraft.isPending} onClick={() => void start().catch(() => undefined)}>
              <Play aria-hidden />
              {isDraft ? t('testsTab.runDraft') : t('testsTab.run', { count: runnable.length })}
            </Button>
          )
        }
      >
        {failure === undefined ? null : (
          <p role="alert" className="text-sm text-danger">
            {failure}
          </p>
        )}
        {runnable.length === 0 && tests.isSuccess ? (
          <p className="text-sm text-ink-soft">
            {t('testsTab.none')}{' '}
            <Link href={href('/tests')} className="text-accent underline underline-offset-3">
              {t('testsTab.make')}
            </Link>
          </p>
        ) : (
          <ul className="grid rounded-lg border bg-surface empty:hidden">
            {runnable.map((id) => {
              const test = known.find((candidate) => candidate.id === id);
              if (test === undefined || test.type === 'folder') return null;
              return (
                <li key={id} className="flex items-center gap-3 border-b px-3.5 py-2 last:border-b-0">
                  <Link href={href(`/tests/${id}`)} className="min-w-0 flex-1 truncate text-sm font-medium hover:text-accent">
                    {test.name}
                  </Link>
                  <Badge>{kinds(`kind.${test.type}`)}</Badge>
                  {disabled ? null : (
                    <Button
                      look="quiet"
                      size="icon-sm"
                      aria-label={t('testsTab.detach', { name: test.name })}
                      onClick={() => edit(attached.filter((other) => other !== id))}
                    >
                      <X aria-hidden />
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
        )}
        {disabled ? null : (
          <Field label={t('testsTab.attach')} className="max-w-96">
            {(control) => (
              <Combobox
                value=""
                placeholder={t('testsTab.choose')}
                searchPlaceholder={t('testsTab.search')}
                emptyText={t('testsTab.noneFound')}
                options={known.filter(({ id }) => !attached.includes(id)).map((test) => ({ value: test.id, label: test.name }))}
                onValueChange={(id) => edit([...attached, id])}
                {...control}
              />
            )}
          </Field>
        )}
      </Section>
      <Section title={t('testsTab.recent')} className="border-t">
        <RunsList agentId={agentId} />
      </Section>
    </>
  );
}
