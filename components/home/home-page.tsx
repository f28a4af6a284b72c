'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Figures } from '../analytics/figures';
import { ConversationsTable } from '../conversations/conversations-table';
import { Failure } from '../layout/failure';
import { Page } from '../layout/page';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useLiveConversations } from '../live/use-live-conversations';
import { useTRPC } from '../trpc/client';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { behindLink } from './behind-link';
import { Concerns } from './concerns';
import { FirstSteps } from './first-steps';
import { homePeriod, homeTimeOf, homeTimes, recentShown } from './home-period';
import { LiveNow } from './live-now';

export function HomePage() {
  const t = useTranslations('home');
  const { slug, name, person, href } = useWorkspace();
  const trpc = useTRPC();
  const [parameters, setParameters] = useQueryParameters();
  const time = homeTimeOf(parameters.get('time'));
  const overview = useQuery(trpc.analytics.overview.queryOptions({ workspace: slug, period: homePeriod(time, Date.now()) }));
  useLiveConversations();
  const personName = person.name?.split(' ')[0] ?? '';
  return (
    <Page
      title={personName === '' ? t('title') : t('greeting', { name: personName })}
      lead={t(`leads.${time}`, { workspace: name })}
      actions={
        <Segmented
          aria-label={t('time')}
          value={time}
          onValueChange={(next) => setParameters({ time: next === 'day' ? '' : next })}
          options={homeTimes.map((value) => ({ value, label: t(`times.${value}`) }))}
        />
      }
    >
      <FirstSteps />
      {overview.isError ? <Failure message={overview.error.message} onRetry={() => void overview.refetch()} /> : null}
      {overview.isPending ? <Skeleton className="h-28" /> : null}
      {overview.data === undefined ? null : (
        <Figures figures={overview.data.figures} linkOf={(behind) => (behind === undefined ? undefined : href(behindLink(time, behind)))} />
      )}
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        {overview.data === undefined ? <Skeleton className="h-40" /> : <Concerns concerns={overview.data.concerns} time={time} />}
        <LiveNow />
      </div>
      <Recent />
    </Page>
  );
}

function Recent() {
  const t = useTranslations('home');
  const { slug, href } = useWorkspace();
  const trpc = useTRPC();
  const recent = useQuery(trpc.conversations.list.queryOptions({ workspace: slug, pageSize: recentShown }));
  return (
    <section aria-label={t('recent')} className="grid grid-cols-1 gap-3">
      <div className="flex items-baseline justify-between">
        <h2 className="font-serif text-xl font-medium">{t('recent')}</h2>
        <Link href={href('/conversations')} className="text-sm text-accent underline underline-offset-3">
          {t('all')}
        </Link>
      </div>
      {recent.isError ? <Failure message={recent.error.message} onRetry={() => void recent.refetch()} /> : null}
      {recent.isPending ? <Skeleton className="h-40" /> : null}
      {recent.data === undefined ? null : recent.data.items.length === 0 ? (
        <p className="text-sm text-ink-soft">{t('recentEmpty')}</p>
      ) : (
        <ConversationsTable rows={recent.data.items} />
      )}
    </section>
  );
}
