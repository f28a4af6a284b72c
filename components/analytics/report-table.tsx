'use client';

import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type Grouping, groupings, type Report, type ReportTable, type RowKind } from '@/server/contracts/analytics';
import { Button } from '../ui/button';
import type { AnalyticsValues } from './analytics-filter';
import { downloadCsv } from './download-csv';
import { useConversationsLink } from './use-conversations-link';
import { useNames } from './use-names';
import { ValueTable } from './value-table';

export interface ReportTableViewProps {
  readonly table: ReportTable;
  readonly report: Report;
  readonly values: AnalyticsValues;
}

/** One table of a report; empty ones are not worth a heading. */
export function ReportTableView({ table, report, values }: ReportTableViewProps) {
  const t = useTranslations('analytics');
  const linkOf = useConversationsLink(values, report);
  const nameOf = useNames(report);
  if (table.rows.length === 0) return null;
  const first = t(`rows.${table.of}`);
  const title = table.name === 'groups' ? (isGrouping(table.of) ? t(`byGroup.${table.of}`) : first) : t(`tables.${table.name}`);
  const columns = table.columns.map(({ name, unit }) => ({ name: t(`columns.${name}`), unit }));
  const rows = table.rows.map((row) => ({
    key: row.key,
    name: nameOf(row, table.of),
    cells: row.values,
    detail: row.detail === undefined ? undefined : t('quoted', { text: row.detail }),
    href: linkOf(row.behind),
    cellHrefs: row.cellsBehind?.map((behind) => linkOf(behind ?? undefined)),
  }));
  return (
    <div className="grid min-w-0 grid-cols-1 content-start gap-3">
      <div className="flex items-center justify-between gap-3">
        <h2 className="font-serif text-lg font-medium">{title}</h2>
        <Button
          look="quiet"
          size="icon"
          aria-label={t('csvOf', { name: title })}
          title={t('csv')}
          onClick={() =>
            downloadCsv(
              `${report.section}-${table.name}`,
              [first, ...columns.map(({ name }) => name)],
              rows.map(({ name, cells }) => [name, ...cells]),
            )
          }
        >
          <Download aria-hidden />
        </Button>
      </div>
      <ValueTable label={title} first={first} columns={columns} rows={rows} />
    </div>
  );
}

function isGrouping(of: RowKind): of is Grouping {
  return groupings.some((name) => name === of);
}
