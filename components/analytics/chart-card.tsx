'use client';

import { ChartColumn, Download, Table2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Chart, Report, ValueUnit } from '@/server/contracts/analytics';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import type { AnalyticsValues } from './analytics-filter';
import { downloadCsv } from './download-csv';
import { seriesLook } from './series-look';
import { useConversationsLink } from './use-conversations-link';
import { stepText, useNames } from './use-names';
import { useValueText } from './use-value-text';
import { ValueTable } from './value-table';

const ChartCanvas = dynamic(() => import('./chart-canvas'), { ssr: false, loading: () => <Skeleton className="h-60" /> });

export interface ChartCardProps {
  readonly chart: Chart;
  readonly report: Report;
  readonly values: AnalyticsValues;
  /** What the series are, to name them. */
  readonly of: string;
}

/** A chart with what it says as a sentence, and the same numbers as a table. */
export function ChartCard({ chart, report, values, of }: ChartCardProps) {
  const t = useTranslations('analytics');
  const format = useFormatter();
  const router = useRouter();
  const [view, setView] = useState('chart');
  const nameOf = useNames(report);
  const valueText = useValueText();
  const { axis, unit } = chart;
  const title = t(`charts.${chart.name}`);
  const ticks =
    axis === undefined ? report.at.map((at) => stepText(format, new Date(at), report.step)) : axis.values.map((value) => valueText(value, axis.unit));
  const labels = axis === undefined ? ticks : ticks.map((value) => t('upTo', { value }));
  const series = chart.series.map((each, i) => {
    const before = chart.before?.[i];
    return {
      key: each.key,
      name: chart.series.length === 1 && each.key === chart.name ? title : nameOf(each, of),
      values: each.values,
      ...(before === undefined ? {} : { before: before.values }),
    };
  });
  const linkOf = useConversationsLink(values, report);
  const stepLink = (step: number) => (axis === undefined ? linkOf({ step }) : undefined);
  const columns = [
    ...series.map(({ name }) => ({ name, unit })),
    ...series.flatMap(({ name, before }) => (before === undefined ? [] : [{ name: series.length === 1 ? t('before') : `${name} · ${t('before')}`, unit }])),
  ];
  const rows = labels.map((label, i) => ({
    key: String(i),
    name: label,
    href: stepLink(i),
    cells: [...series.map((each) => each.values[i] ?? null), ...series.flatMap(({ before }) => (before === undefined ? [] : [before[i] ?? null]))],
  }));
  const firstColumn = axis === undefined ? t(`steps.${report.step}`) : t('duration');
  const isEmpty = series.every((each) => each.values.every((value) => value === null || value === 0));
  return (
    <Card className="grid min-w-0 grid-cols-1 content-start gap-3 p-4 sm:p-5">
      <div className="flex items-start justify-between gap-3">
        <div className="grid gap-0.5">
          <h2 className="font-serif text-lg font-medium">{title}</h2>
          <p className="text-xs text-ink-soft text-pretty">{isEmpty ? t('nothingCounted') : <Summary chart={chart} labels={labels} />}</p>
        </div>
        <div className="flex shrink-0 items-center gap-1.5">
          <Segmented
            aria-label={t('view', { name: title })}
            value={view}
            onValueChange={setView}
            options={[
              { value: 'chart', name: t('asChart'), label: <ChartColumn aria-hidden /> },
              { value: 'table', name: t('asTable'), label: <Table2 aria-hidden /> },
            ]}
          />
          <Button
            look="quiet"
            size="icon"
            aria-label={t('csvOf', { name: title })}
            title={t('csv')}
            onClick={() => downloadCsv(chart.name, [firstColumn, ...columns.map(({ name }) => name)], timedRows(rows, report, axis))}
          >
            <Download aria-hidden />
          </Button>
        </div>
      </div>
      {view === 'table' ? (
        <div className="max-h-80 overflow-y-auto">
          <ValueTable label={title} first={firstColumn} columns={columns} rows={rows} />
        </div>
      ) : (
        <>
          {series.length > 1 || chart.before !== undefined ? (
            <Legend names={series.map(({ name }) => name)} kind={chart.kind} hasBefore={chart.before !== undefined} />
          ) : null}
          <ChartCanvas
            kind={chart.kind}
            isWhole={unit === 'count'}
            ticks={ticks}
            labels={labels}
            series={series}
            beforeName={t('before')}
            valueText={(value) => valueText(value, unit)}
            onOpen={
              stepLink(0) === undefined
                ? undefined
                : (index) => {
                    const link = stepLink(index);
                    if (link !== undefined) router.push(link);
                  }
            }
          />
        </>
      )}
    </Card>
  );
}

/** Of what adds up the sum and the peak; of what does not, how far it reached. */
function Summary({ chart, labels }: { readonly chart: Chart; readonly labels: readonly string[] }) {
  const t = useTranslations('analytics');
  const valueText = useValueText();
  const text = (value: number) => valueText(value, chart.unit);
  const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
  if (addsUp(chart.unit)) {
    const totals = labels.map((_, i) => known(chart.series.map((each) => each.values[i] ?? null)).reduce((sum, value) => sum + value, 0));
    const highest = Math.max(...totals);
    const total = totals.reduce((sum, value) => sum + value, 0);
    return t('summary.total', { total: text(total), highest: text(highest), when: labels[totals.indexOf(highest)] ?? '' });
  }
  const all = known(chart.series.flatMap((each) => each.values));
  return t('summary.range', { lowest: text(Math.min(...all)), highest: text(Math.max(...all)) });
}

function addsUp(unit: ValueUnit): boolean {
  return unit === 'count' || unit === 'minutes' || unit === 'usd' || unit === 'amount';
}

function Legend({ names, kind, hasBefore }: { readonly names: readonly string[]; readonly kind: Chart['kind']; readonly hasBefore: boolean }) {
  const t = useTranslations('analytics');
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft">
      {names.map((name, i) => (
        <li key={name} className="flex min-w-0 items-center gap-1.5">
          <svg viewBox="0 0 22 8" className="h-2 w-5.5 shrink-0" aria-hidden>
            {kind === 'bars' ? (
              <rect width="12" height="8" x="5" rx="2" fill={seriesLook(i).colour} />
            ) : (
              <line x1="0" x2="22" y1="4" y2="4" stroke={seriesLook(i).colour} strokeWidth="2" strokeDasharray={seriesLook(i).dash} />
            )}
          </svg>
          <span className="truncate">{name}</span>
        </li>
      ))}
      {hasBefore ? (
        <li className="flex items-center gap-1.5">
          <svg viewBox="0 0 22 8" className="h-2 w-5.5 shrink-0" aria-hidden>
            <line x1="0" x2="22" y1="4" y2="4" stroke={names.length === 1 ? 'var(--chart-2)' : 'var(--edge)'} strokeWidth="2" strokeDasharray="2 4" />
          </svg>
          {t('before')}
        </li>
      ) : null}
    </ul>
  );
}

/** For a spreadsheet, when each step began as machines write it. */
function timedRows(rows: readonly { readonly name: string; readonly cells: readonly (number | null)[] }[], { at }: Report, axis: Chart['axis']) {
  return rows.map(({ cells }, i) => [axis === undefined ? new Date(at[i] ?? 0).toISOString() : (axis.values[i] ?? null), ...cells]);
}
