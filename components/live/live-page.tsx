'use client';

import { Radio } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { LiveCall } from '@/server/contracts/supervision';
import { Source } from '../conversations/conversations-table';
import { Page } from '../layout/page';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Notice } from '../ui/notice';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { CallHealth, CallState } from './call-badges';
import { useTicking } from './use-ticking';

/** The conversations that run at this moment, as they stand. */
export function LivePage() {
  const t = useTranslations('live');
  const { slug, href } = useWorkspace();
  const [calls, setCalls] = useState<readonly LiveCall[]>();
  const [problem, setProblem] = useState<string | null>(null);
  const [parameters, setParameters] = useQueryParameters();
  useEffect(() => {
    let stop: (() => void) | undefined;
    let hasLeft = false;
    void import('./supervision-socket').then(({ watchCalls }) => {
      if (!hasLeft) stop = watchCalls({ workspace: slug, onCalls: setCalls, onProblem: setProblem });
    });
    return () => {
      hasLeft = true;
      stop?.();
    };
  }, [slug]);
  const agentId = parameters.get('agent') ?? '';
  const agents = [...new Map((calls ?? []).map((call) => [call.agentId, call.agentName]))];
  const shown = [...(calls ?? [])].filter((call) => agentId === '' || call.agentId === agentId).sort((a, b) => a.startedAtMs - b.startedAtMs);
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        agents.length > 1 || agentId !== '' ? (
          <Select
            aria-label={t('agent')}
            className="w-52"
            value={agentId}
            onValueChange={(value) => setParameters({ agent: value })}
            options={[{ value: '', label: t('allAgents') }, ...agents.map(([value, label]) => ({ value, label }))]}
          />
        ) : null
      }
    >
      {problem === null ? null : <Notice tone="warn">{problem === '' ? t('reconnecting') : problem}</Notice>}
      {calls === undefined && problem === null ? <Skeleton className="h-48" /> : null}
      {calls !== undefined && shown.length === 0 ? (
        <EmptyState
          picture={<Radio aria-hidden />}
          title={t('emptyTitle')}
          description={t('emptyHelp')}
          action={
            <Button asChild look="primary">
              <Link href={href('/agents')}>{t('emptyAction')}</Link>
            </Button>
          }
        />
      ) : null}
      {shown.length === 0 ? null : (
        <ul aria-label={t('title')} className="grid gap-3 md:grid-cols-2 2xl:grid-cols-3">
          {shown.map((call) => (
            <li key={call.conversationId}>
              <CallCard call={call} href={href(`/live/${call.conversationId}`)} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

function CallCard({ call, href }: { readonly call: LiveCall; readonly href: string }) {
  const t = useTranslations('live');
  const elapsed = useTicking(call.startedAtMs);
  return (
    <Link href={href} className="grid h-full content-start gap-3 rounded-lg border bg-surface p-4 transition-colors hover:border-edge">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0 truncate font-serif text-lg font-medium">{call.agentName}</p>
        <span className="font-mono text-sm tabular-nums text-ink-soft">{elapsed}</span>
      </div>
      <div className="flex flex-wrap items-center gap-1.5">
        <CallState call={call} />
        <CallHealth call={call} />
      </div>
      <dl className="grid gap-1.5 text-sm">
        <div className="border-l-2 border-participant pl-2.5">
          <dt className="sr-only">{t('participant')}</dt>
          <dd className="line-clamp-2">{call.lastParticipant === '' ? <span className="text-ink-faint">{t('nothingSaid')}</span> : call.lastParticipant}</dd>
        </div>
        <div className="border-l-2 border-agent pl-2.5">
          <dt className="sr-only">{call.agentName}</dt>
          <dd className="line-clamp-2">{call.lastAgent === '' ? <span className="text-ink-faint">…</span> : call.lastAgent}</dd>
        </div>
      </dl>
      <p className="text-xs text-ink-faint">
        <Source source={call.source} />
        {call.watchers > 0 ? ` · ${t('watchers', { count: call.watchers })}` : ''}
      </p>
    </Link>
  );
}
