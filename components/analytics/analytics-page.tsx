'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChartSpline } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTimeZone, useTranslations } from 'next-intl';
import { analyticsSections, type Chart, type Report } from '@/server/contracts/analytics';
import { Failure } from '../layout/failure';
import { Page } from '../layout/page';
import { useQueryParameters } from '../layout/use-query-parameters';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { EmptyState } from '../ui/empty-state';
import { Skeleton } from '../ui/skeleton';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs';
import { type AnalyticsValues, groupingOf, readAnalyticsValues, sectionOf, toReportInput } from './analytics-filter';
import { AnalyticsFilters } from './analytics-filters';
import { ChartCard } from './chart-card';
import { Figures } from './figures';
import { ReportTableView } from './report-table';
import { useConversationsLink } from './use-conversations-link';

const TopicMap = dynamic(() => import('./topic-map').then((module) => module.TopicMap), { loading: () => <Skeleton className="h-80" /> });
const UsageTable = dynamic(() => import('./usage-table').then((module) => module.UsageTable), { loading: () => null });

export function AnalyticsPage() {
  const t = useTranslations('analytics');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const timeZone = useTimeZone() ?? 'UTC';
  const [parameters, setParameters] = useQueryParameters();
  const values = readAnalyticsValues((name) => parameters.get(name));
  const section = sectionOf(values);
  const report = useQuery({
    ...trpc.analytics.report.queryOptions({ workspace: slug, ...toReportInput(values, Date.now(), timeZone) }),
    placeholderData: keepPreviousData,
  });
  const shown = report.data?.section === section ? report.data : undefined;
  return (
    <Page title={t('title')} lead={t('lead')}>
      <AnalyticsFilters values={values} onChange={setParameters} />
      <Tabs
        value={section}
        onValueChange={(next) => setParameters({ section: next === 'conversations' ? '' : next })}
        className="grid min-w-0 grid-cols-1 gap-6"
      >
        <TabsList aria-label={t('sectionsLabel')}>
          {analyticsSections.map((name) => (
            <TabsTrigger key={name} value={name}>
              {t(`sections.${name}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value={section} className="outline-none" tabIndex={-1}>
          {report.isError ? <Failure message={report.error.message} onRetry={() => void report.refetch()} /> : null}
          {shown === undefined && !report.isError ? <Waiting /> : null}
          {shown === undefined ? null : (
            <div className={cn('grid grid-cols-1 gap-6 transition-opacity', report.isPlaceholderData && 'opacity-60')}>
              <SectionView report={shown} values={values} />
            </div>
          )}
        </TabsContent>
      </Tabs>
    </Page>
  );
}

function SectionView({ report, values }: { readonly report: Report; readonly values: AnalyticsValues }) {
  const t = useTranslations('analytics');
  const { href } = useWorkspace();
  const linkOf = useConversationsLink(values, report);
  if (isEmpty(report)) {
    return (
      <EmptyState
        picture={<ChartSpline aria-hidden />}
        title={t(`empty.${report.section}.title`)}
        description={t(`empty.${report.section}.help`)}
        action={
          <Button asChild look="primary">
            <Link href={href('/agents')}>{t('emptyAction')}</Link>
          </Button>
        }
      />
    );
  }
  const { places = [] } = report;
  // Of two there is nothing to see.
  const hasMap = places.length > 2;
  const groups = report.tables.filter(({ name }) => name === 'groups');
  const others = report.tables.filter(({ name }) => name !== 'groups');
  return (
    <>
      <Figures figures={report.figures} linkOf={linkOf} />
      {report.section === 'topics' ? <p className="-mt-2 text-xs text-ink-faint text-pretty">{t('topicsHow')}</p> : null}
      <div className={cn('grid grid-cols-1 gap-4', (report.charts.length > 1 || hasMap) && 'xl:grid-cols-2')}>
        {report.charts.map((chart) => (
          <ChartCard key={chart.name} chart={chart} report={report} values={values} of={seriesOf(chart, report, values)} />
        ))}
        {hasMap ? <TopicMap places={places} linkOf={linkOf} /> : null}
      </div>
      {groups.map((table) => (
        <ReportTableView key={table.name} table={table} report={report} values={values} />
      ))}
      {report.usage === undefined || report.usage.length === 0 ? null : <UsageTable lines={report.usage} linkOf={linkOf} />}
      <div className={cn('grid grid-cols-1 gap-6', others.length > 1 && 'xl:grid-cols-2')}>
        {others.map((table) => (
          <ReportTableView key={table.name} table={table} report={report} values={values} />
        ))}
      </div>
    </>
  );
}

/** What the series of a chart are: the groups that were asked for, or what the chart is about. */
function seriesOf({ name }: Chart, report: Report, values: AnalyticsValues): string {
  const by = groupingOf(values);
  if (report.section === 'languages') return 'language';
  if (report.section === 'topics') return 'topic';
  if (name === 'outcomes' || name === 'distribution') return 'word';
  if (by !== undefined && by !== 'day') return by;
  return name === 'toolCalls' ? 'tool' : name === 'foundShare' ? 'item' : 'word';
}

function isEmpty({ section, figures, tables, usage }: Report): boolean {
  if (section === 'topics') return tables.every(({ rows }) => rows.length === 0);
  const nothing = figures.every(({ value, before }) => (value ?? 0) === 0 && (before ?? 0) === 0);
  return nothing && (usage ?? []).length === 0 && tables.every(({ rows }) => rows.every((row) => row.values.every((value) => (value ?? 0) === 0)));
}

function Waiting() {
  return (
    <div className="grid gap-6">
      <Skeleton className="h-28" />
      <div className="grid gap-4 xl:grid-cols-2">
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
      </div>
    </div>
  );
}
