'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useFormatter, useTimeZone, useTranslations } from 'next-intl';
import { usePastTime } from '../i18n/use-past-time';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';

type Use = Answers['analytics']['providers']['providers'][number];

const days = 30;
const daySeconds = 86_400;
const number = 'text-right whitespace-nowrap tabular-nums';

/** What conversations have used of each provider in the last month; undefined until it is known. */
export function useProvidersUse(): { readonly days: readonly number[]; readonly of: (provider: string) => Use | undefined } | undefined {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const timeZone = useTimeZone() ?? 'UTC';
  // Whole hours, so that the same question stays the same question while the page is open.
  const untilUnix = (Math.floor(Date.now() / 3_600_000) + 1) * 3_600;
  const period = { fromUnix: untilUnix - days * daySeconds, untilUnix };
  const use = useQuery(trpc.analytics.providers.queryOptions({ workspace: slug, period, timeZone }, { staleTime: 60_000 }));
  return use.data === undefined ? undefined : { days: use.data.days, of: (provider) => use.data.providers.find((each) => each.provider === provider) };
}

/** What a provider has cost in the last month and how often it failed conversations, when last and why, with the days as bars and as a table. */
export function ProviderUse({ use, at }: { readonly use: Use; readonly at: readonly number[] }) {
  const t = useTranslations('providers');
  const format = useFormatter();
  const { href } = useWorkspace();
  const money = (usd: number) => format.number(usd, { style: 'currency', currency: 'USD', maximumFractionDigits: usd < 1 ? 4 : 2 });
  const most = Math.max(...use.costByDay, 0);
  const day = (index: number) => format.dateTime(at[index] ?? 0, { month: 'short', day: 'numeric' });
  const peak = use.costByDay.indexOf(most);
  return (
    <div className="grid gap-1.5 border-t pt-3">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 text-xs text-ink-soft">
        <Link href={href('/analytics?section=cost&time=month')} className="text-sm font-medium text-ink underline decoration-edge/50 underline-offset-3">
          {use.cost === null ? t('use.unpriced') : t('use.cost', { cost: money(use.cost) })}
        </Link>
        {use.cost !== null && use.isPartlyUnpriced ? <span>{t('use.partly')}</span> : null}
        {use.failovers === 0 ? null : <span className="text-warn">{t('use.failovers', { count: use.failovers })}</span>}
      </p>
      {use.lastError === null ? null : <LastError error={use.lastError} />}
      {most === 0 ? null : (
        <>
          <div
            role="img"
            aria-label={t('use.chart', { from: day(0), to: day(at.length - 1), peak: money(most), day: day(peak) })}
            className="flex h-8 items-end gap-px"
          >
            {use.costByDay.map((cost, index) => (
              <span
                key={at[index]}
                title={`${day(index)}: ${money(cost)}`}
                className="min-h-px flex-1 rounded-t-sm bg-accent/70"
                style={{ height: `${(cost / most) * 100}%` }}
              />
            ))}
          </div>
          <p className="flex justify-between text-2xs text-ink-faint" aria-hidden>
            <span>{day(0)}</span>
            <span>{day(at.length - 1)}</span>
          </p>
        </>
      )}
      <details className="text-xs">
        <summary className="w-fit cursor-pointer text-ink-soft underline-offset-3 hover:underline">{t('use.asTable')}</summary>
        <div className="mt-2 max-h-64 overflow-y-auto">
          <Table aria-label={t('use.table')} className="text-xs">
            <TableHead>
              <tr>
                <Th>{t('use.day')}</Th>
                {(['costs', 'uses', 'errors'] as const).map((name) => (
                  <Th key={name} className="text-right">
                    {t(`use.${name}`)}
                  </Th>
                ))}
              </tr>
            </TableHead>
            <TableBody>
              {at
                .map((ms, index) => (
                  <TableRow key={ms}>
                    <Td className="whitespace-nowrap">{day(index)}</Td>
                    <Td className={number}>{use.cost === null ? '–' : money(use.costByDay[index] ?? 0)}</Td>
                    <Td className={number}>{format.number(use.usesByDay[index] ?? 0)}</Td>
                    <Td className={number}>{format.number(use.failoversByDay[index] ?? 0)}</Td>
                  </TableRow>
                ))
                .toReversed()}
            </TableBody>
          </Table>
        </div>
      </details>
    </div>
  );
}

function LastError({ error: { at, conversationId, model, text } }: { readonly error: NonNullable<Use['lastError']> }) {
  const t = useTranslations('providers');
  const format = useFormatter();
  const pastTime = usePastTime();
  const { href } = useWorkspace();
  return (
    <p className="text-xs break-words text-ink-soft">
      <Link href={href(`/conversations/${conversationId}`)} className="text-warn underline decoration-warn/50 underline-offset-3">
        {t('use.lastError')}
      </Link>{' '}
      <time dateTime={at.toISOString()} title={format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' })}>
        {pastTime(at)}
      </time>
      {' · '}
      <span className="font-mono">{model}</span>: {text}
    </p>
  );
}
