import type { Metadata } from 'next';
import { getTimeZone, getTranslations } from 'next-intl/server';
import { readAnalyticsValues, toReportInput } from '@/components/analytics/analytics-filter';
import { AnalyticsPage } from '@/components/analytics/analytics-page';
import { Prefetched, prefetch } from '../../../../server-api';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('analytics'))('title') };
}

interface PageProps {
  readonly params: Promise<{ workspace: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: PageProps) {
  const { workspace } = await params;
  const parameters = await searchParams;
  const values = readAnalyticsValues((name) => [parameters[name]].flat()[0]);
  const timeZone = await getTimeZone();
  await prefetch(
    (trpc, client) => client.prefetchQuery(trpc.analytics.report.queryOptions({ workspace, ...toReportInput(values, Date.now(), timeZone) })),
    (trpc, client) => client.prefetchQuery(trpc.analytics.values.queryOptions({ workspace })),
  );
  return (
    <Prefetched>
      <AnalyticsPage />
    </Prefetched>
  );
}
