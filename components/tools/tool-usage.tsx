'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { usePastTime } from '../i18n/use-past-time';
import { Failure } from '../layout/failure';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Skeleton } from '../ui/skeleton';

/** Which agents have the tool, and how its calls went. */
export function ToolUsage({ tool }: { readonly tool: Answers['tools']['get'] }) {
  const t = useTranslations('tools');
  const format = useFormatter();
  const pastTime = usePastTime();
  const { slug, href } = useWorkspace();
  const trpc = useTRPC();
  const users = useQuery(trpc.tools.agents.queryOptions({ workspace: slug, toolId: tool.id }));
  const calls = useQuery(
    trpc.tools.executions.queryOptions({
      workspace: slug,
      toolId: tool.id,
      pageSize: 10,
    }),
  );
  return (
    <>
      <section aria-labelledby="used-by" className="grid gap-2">
        <h2 id="used-by" className="font-serif text-lg font-medium">
          {t('usedBy')}
        </h2>
        {users.isError ? <Failure message={users.error.message} onRetry={() => void users.refetch()} /> : null}
        {users.isPending ? <Skeleton className="h-10" /> : null}
        {users.data?.agents.items.length === 0 ? <p className="text-sm text-ink-soft">{t('unused')}</p> : null}
        <ul className="grid gap-1">
          {users.data?.agents.items.map(({ id, name }) => (
            <li key={id}>
              <Link href={href(`/agents/${id}?tab=tools`)} className="text-sm font-medium hover:text-accent">
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="calls" className="grid gap-2">
        <h2 id="calls" className="font-serif text-lg font-medium">
          {t('calls')}
        </h2>
        {calls.isError ? <Failure message={calls.error.message} onRetry={() => void calls.refetch()} /> : null}
        {calls.data?.items.length === 0 ? <p className="text-sm text-ink-soft">{t('noCalls')}</p> : null}
        <ul className="grid gap-2">
          {calls.data?.items.map((call) => (
            <li key={call.id} className="grid gap-0.5 text-sm">
              <span className="flex flex-wrap items-center gap-2">
                <Badge tone={call.isError ? 'danger' : 'good'}>{call.isError ? t('failed') : t('worked')}</Badge>
                <Link href={href(`/conversations/${call.conversationId}`)} className="hover:text-accent">
                  <time
                    dateTime={call.startedAt.toISOString()}
                    title={format.dateTime(call.startedAt, {
                      dateStyle: 'medium',
                      timeStyle: 'medium',
                    })}
                  >
                    {pastTime(call.startedAt)}
                  </time>
                </Link>
                <span className="text-ink-soft">{t('took', { ms: call.latencyMs })}</span>
              </span>
              {call.errorMessage === null ? null : <span className="text-xs text-danger">{call.errorMessage}</span>}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
