'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowRight, Check } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { ConversationsTable } from '../conversations/conversations-list';
import { toListFilter, readFilterValues } from '../conversations/conversation-filter';
import { median } from '../latency/latency-parts';
import { Failure } from '../layout/failure';
import { Page } from '../layout/page';
import { useWorkspace } from '../layout/workspace-context';
import { useLiveConversations } from '../live/use-live-conversations';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { cn } from '../ui/cn';
import { Progress } from '../ui/progress';
import { Skeleton } from '../ui/skeleton';

/** As many conversations as one question may ask for; with more than these in a week the figures are of the latest, and say so. */
export const homeSample = 100;
const recentShown = 6;
/** The workspace of a fresh installation, and how long filling it with demo agents takes at most. */
const demoSlug = 'demo';
const seedingMs = 60_000;

export function homeFilter(now: number) {
  return toListFilter(
    readFilterValues((name) => (name === 'time' ? 'week' : null)),
    now,
  );
}

export function HomePage() {
  const t = useTranslations('home');
  const { slug, name, person } = useWorkspace();
  const trpc = useTRPC();
  const week = useQuery(trpc.conversations.list.queryOptions({ workspace: slug, filter: homeFilter(Date.now()), pageSize: homeSample }));
  useLiveConversations();
  const personName = person.name?.split(' ')[0] ?? '';
  return (
    <Page title={personName === '' ? t('title') : t('greeting', { name: personName })} lead={t('lead', { workspace: name })}>
      {week.isError ? <Failure message={week.error.message} onRetry={() => void week.refetch()} /> : null}
      {week.isPending ? <Skeleton className="h-28" /> : null}
      {week.data === undefined ? null : <Figures rows={week.data.items} hasMore={week.data.nextCursor !== null} />}
      <FirstSteps />
      <Recent />
    </Page>
  );
}

interface FigureRow {
  readonly durationMs: number;
  readonly responseLatencyMs: number | null;
  readonly status: string;
}

function Figures({ rows, hasMore }: { readonly rows: readonly FigureRow[]; readonly hasMore: boolean }) {
  const t = useTranslations('home');
  const format = useFormatter();
  const { href } = useWorkspace();
  const latency = median(rows.flatMap((row) => (row.responseLatencyMs === null ? [] : [row.responseLatencyMs])));
  const minutes = rows.reduce((sum, row) => sum + row.durationMs, 0) / 60_000;
  const figures = [
    { name: 'conversations', value: `${format.number(rows.length)}${hasMore ? '+' : ''}`, query: '' },
    { name: 'minutes', value: format.number(minutes, { maximumFractionDigits: minutes < 10 ? 1 : 0 }), query: '' },
    { name: 'latency', value: latency === undefined ? '–' : `${(latency / 1000).toFixed(2)} s`, query: '' },
    { name: 'failed', value: format.number(rows.filter((row) => row.status === 'failed').length), query: '&status=failed' },
  ] as const;
  return (
    <dl className="grid grid-cols-2 overflow-hidden rounded-lg border bg-surface lg:grid-cols-4">
      {figures.map((figure) => (
        <div key={figure.name} className="relative grid gap-1 border-r border-b p-4 transition-colors last:border-r-0 hover:bg-sunken/55 sm:p-5 lg:border-b-0">
          <dt className="text-xs text-ink-soft">
            <Link href={href(`/conversations?time=week${figure.query}`)} className="after:absolute after:inset-0">
              {t(figure.name)}
            </Link>
            {hasMore ? <span className="text-ink-faint"> {t('atMost', { count: rows.length })}</span> : null}
          </dt>
          <dd className="font-serif text-3xl font-medium">{figure.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function FirstSteps() {
  const t = useTranslations('home');
  const locale = useLocale();
  const { slug, href, may } = useWorkspace();
  const trpc = useTRPC();
  const agents = useQuery(trpc.agents.list.queryOptions({ workspace: slug, sortBy: 'createdAt', order: 'asc' }));
  const conversations = useQuery(trpc.conversations.list.queryOptions({ workspace: slug, pageSize: 1 }));
  const credentials = useQuery({ ...trpc.credentials.list.queryOptions({ workspace: slug }), enabled: may('credentials:read') });
  const members = useQuery(trpc.members.list.queryOptions({ workspace: slug }));
  const invitations = useQuery(trpc.invitations.list.queryOptions({ workspace: slug }));
  if (agents.data === undefined || conversations.data === undefined || members.data === undefined) return null;
  const { items } = agents.data;
  // The agent to try first speaks the viewer's language, if there is one.
  const first = items.find((agent) => agent.language.split('-')[0] === locale.split('-')[0]) ?? items[0];
  const isSeeded = (agent: { createdAt: Date }) =>
    slug === demoSlug && items[0] !== undefined && agent.createdAt.getTime() - items[0].createdAt.getTime() < seedingMs;
  const steps = [
    ...(first === undefined ? [] : [{ name: 'talk', isDone: conversations.data.items.length > 0, path: `/agents/${first.id}` } as const]),
    ...(may('agents:write') ? [{ name: 'create', isDone: items.some((agent) => agent.isCreator && !isSeeded(agent)), path: '/agents?new=1' } as const] : []),
    ...(may('credentials:write') ? [{ name: 'provider', isDone: (credentials.data?.length ?? 0) > 0, path: '/settings/providers' } as const] : []),
    ...(may('members:write')
      ? [{ name: 'invite', isDone: members.data.length > 1 || (invitations.data?.length ?? 0) > 0, path: '/settings/members' } as const]
      : []),
  ];
  const done = steps.filter((step) => step.isDone).length;
  if (done === steps.length) return null;
  const next = steps.find((step) => !step.isDone);
  return (
    <Card className="grid gap-5 p-5 sm:p-6">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <h2 className="font-serif text-xl font-medium">{t('startTitle')}</h2>
        <span className="text-xs text-ink-faint">{t('progress', { done, total: steps.length })}</span>
        <Progress value={done / steps.length} label={t('startTitle')} className="sm:ml-auto sm:max-w-40" />
      </div>
      <ol className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        {steps.map((step) => (
          <li key={step.name} className="flex items-start gap-3">
            <span
              className={cn(
                'mt-0.5 grid size-5 shrink-0 place-items-center rounded-full border',
                step.isDone ? 'border-accent bg-accent text-on-accent' : 'border-edge',
              )}
            >
              {step.isDone ? <Check className="size-3" aria-hidden /> : null}
            </span>
            <div className="grid justify-items-start gap-1">
              <p className={cn('text-sm font-medium', step.isDone && 'text-ink-soft')}>
                {t(`steps.${step.name}.title`)}
                {step.isDone ? <span className="sr-only"> ({t('done')})</span> : null}
              </p>
              {step.isDone ? null : (
                <>
                  <p className="text-sm text-ink-soft text-pretty">{t(`steps.${step.name}.help`)}</p>
                  <Button asChild size="sm" look={step === next ? 'primary' : 'plain'} className="mt-1">
                    <Link href={href(step.path)}>
                      {t(`steps.${step.name}.action`, { name: first?.name ?? '' })}
                      <ArrowRight aria-hidden />
                    </Link>
                  </Button>
                </>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Recent() {
  const t = useTranslations('home');
  const { slug, href } = useWorkspace();
  const trpc = useTRPC();
  const recent = useQuery(trpc.conversations.list.queryOptions({ workspace: slug, pageSize: recentShown }));
  return (
    <section aria-label={t('recent')} className="grid gap-3">
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
