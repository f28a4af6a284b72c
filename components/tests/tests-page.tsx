'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { Page } from '../layout/page';
import { useQueryParameters } from '../layout/use-query-parameters';
import { Skeleton } from '../ui/skeleton';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs';
import { TestsList } from './tests-list';

const ResultsMatrix = dynamic(() => import('./results-matrix').then((module) => module.ResultsMatrix), { loading: () => <Skeleton className="h-64" /> });
const RunsList = dynamic(() => import('./runs-list').then((module) => module.RunsList), { loading: () => <Skeleton className="h-64" /> });

const tabs = ['cases', 'runs'] as const;

export function TestsPage() {
  const t = useTranslations('tests');
  const [parameters, setParameters] = useQueryParameters();
  const tab = tabs.find((name) => name === parameters.get('tab')) ?? 'cases';
  const shown =
    parameters
      .get('runs')
      ?.split(',')
      .filter((id) => id !== '') ?? [];
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Tabs value={tab} onValueChange={(value) => setParameters({ tab: value === 'cases' ? '' : value, runs: '', search: '' })}>
        <TabsList aria-label={t('title')}>
          {tabs.map((name) => (
            <TabsTrigger key={name} value={name}>
              {t(`tabs.${name}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value={tab} className="grid grid-cols-1 gap-5 pt-5 outline-none" tabIndex={-1}>
          {tab === 'cases' ? <TestsList /> : shown.length > 0 ? <ResultsMatrix invocationIds={shown} /> : <RunsList />}
        </TabsContent>
      </Tabs>
    </Page>
  );
}
