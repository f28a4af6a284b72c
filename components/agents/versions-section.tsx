'use client';

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Dialog, DialogContent } from '../ui/dialog';
import { Skeleton } from '../ui/skeleton';
import { toast } from '../ui/toaster';
import { ChangeList } from './change-list';
import { listChanges } from './document-changes';

type AgentAnswer = Answers['agents']['get'];

export function VersionsSection({ agent }: { readonly agent: AgentAnswer }) {
  const t = useTranslations('editor');
  const ui = useTranslations('ui');
  const format = useFormatter();
  const pastTime = usePastTime();
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [compared, setCompared] = useState<number>();
  const versions = useInfiniteQuery(
    trpc.agents.versions.infiniteQueryOptions({ workspace: slug, agentId: agent.id }, { getNextPageParam: (page) => page.nextCursor ?? undefined }),
  );
  const restore = useMutation(
    trpc.agents.restore.mutationOptions({
      onSuccess: async (restored, { versionNumber }) => {
        setCompared(undefined);
        toast.success(t('restored', { number: versionNumber, fresh: restored.versionNumber }));
        await queries.invalidateQueries({ queryKey: trpc.agents.pathKey() });
      },
    }),
  );
  const rows = versions.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={t('tabs.versions')} description={t('versionsHelp')}>
      {versions.isError ? <Failure message={versions.error.message} onRetry={() => void versions.refetch()} /> : null}
      {versions.isPending ? <Skeleton className="h-40" /> : null}
      <ol className="grid">
        {rows.map((version) => (
          <li key={version.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b py-3 last:border-b-0">
            <span className="w-20 text-sm font-medium">{t('version', { number: version.number })}</span>
            <span className="grid min-w-0 flex-1 basis-52">
              <span className={version.description === '' ? 'text-sm text-ink-faint' : 'text-sm'}>
                {version.description === '' ? t('noNote') : version.description}
              </span>
              <span className="text-xs text-ink-faint" title={format.dateTime(version.createdAt, { dateStyle: 'medium', timeStyle: 'short' })}>
                {t('byOn', { name: version.createdByName, when: pastTime(version.createdAt) })}
              </span>
            </span>
            {version.number === agent.versionNumber ? (
              <Badge tone="accent">{t('current')}</Badge>
            ) : (
              <Button size="sm" onClick={() => setCompared(version.number)}>
                {t('compare')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {versions.hasNextPage ? (
        <Button className="justify-self-start" isBusy={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
          {ui('loadMore')}
        </Button>
      ) : null}
      <Dialog open={compared !== undefined} onOpenChange={() => setCompared(undefined)}>
        {compared === undefined ? null : (
          <DialogContent title={t('diffTitle', { from: compared, to: agent.versionNumber })} className="max-w-3xl">
            <Comparison agent={agent} versionNumber={compared} />
            {restore.isError ? (
              <Failure
                message={restore.error.message}
                onRetry={() => restore.mutate({ workspace: slug, agentId: agent.id, branchId: agent.branchId, versionNumber: compared })}
              />
            ) : null}
            {may('agents:write') ? (
              <Button
                look="primary"
                className="justify-self-end"
                isBusy={restore.isPending}
                onClick={() => restore.mutate({ workspace: slug, agentId: agent.id, branchId: agent.branchId, versionNumber: compared })}
              >
                {t('restore')}
              </Button>
            ) : null}
          </DialogContent>
        )}
      </Dialog>
    </Section>
  );
}

function Comparison({ agent, versionNumber }: { readonly agent: AgentAnswer; readonly versionNumber: number }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const old = useQuery(
    trpc.agents.get.queryOptions({ workspace: slug, agentId: agent.id, branchId: agent.branchId, versionNumber }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  if (old.isError) return <Failure message={old.error.message} onRetry={() => void old.refetch()} />;
  if (old.isPending) return <Skeleton className="h-40" />;
  return (
    <ChangeList
      changes={listChanges({ name: old.data.version.name, config: old.data.version.config }, { name: agent.version.name, config: agent.version.config })}
    />
  );
}
