'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Source } from '../conversations/conversations-table';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Card } from '../ui/card';
import { Skeleton } from '../ui/skeleton';
import { liveShown } from './home-period';

/** Conversations that run at this moment; the page that shows it listens for changes. */
export function LiveNow() {
  const t = useTranslations('home.live');
  const { slug, href } = useWorkspace();
  const trpc = useTRPC();
  const pastTime = usePastTime();
  const live = useQuery(trpc.conversations.list.queryOptions({ workspace: slug, filter: { status: 'in-progress' }, pageSize: liveShown }));
  const rows = live.data?.items ?? [];
  return (
    <Card className="grid min-w-0 grid-cols-1 content-start gap-3 p-4 sm:p-5">
      <div className="flex items-center gap-2.5">
        <h2 className="font-serif text-xl font-medium">{t('title')}</h2>
        {rows.length === 0 ? null : (
          <span className="flex items-center gap-1.5 text-xs text-ink-soft">
            <span className="size-2 rounded-full bg-accent animate-breathe" aria-hidden />
            {t('count', { count: rows.length, more: live.data?.nextCursor == null ? '' : '+' })}
          </span>
        )}
      </div>
      {live.isError ? <Failure message={live.error.message} onRetry={() => void live.refetch()} /> : null}
      {live.isPending ? <Skeleton className="h-16" /> : null}
      {live.data !== undefined && rows.length === 0 ? <p className="text-sm text-ink-soft">{t('none')}</p> : null}
      {rows.length === 0 ? null : (
        <ul className="-mx-2 grid" aria-label={t('title')}>
          {rows.map((row) => (
            <li key={row.id}>
              <Link
                href={href(`/live/${row.id}`)}
                className="flex items-baseline justify-between gap-3 rounded-md px-2 py-2 text-sm transition-colors hover:bg-sunken"
              >
                <span className="min-w-0 truncate font-medium">{row.agentName}</span>
                <span className="shrink-0 text-xs text-ink-soft">
                  <Source source={row.source} /> · {pastTime(row.startedAt)}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
