'use client';

import { Download, Pencil } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Behind, UsageLine } from '@/server/contracts/analytics';
import { useWorkspace } from '../layout/workspace-context';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { downloadCsv } from './download-csv';
import { useValueText } from './use-value-text';

const PriceDialog = dynamic(() => import('./price-dialog').then((module) => module.PriceDialog), { loading: () => null });

const capabilities = ['language-model', 'text-to-speech', 'speech-to-text'] as const;

export interface UsageTableProps {
  readonly lines: readonly UsageLine[];
  readonly linkOf: (behind: Behind | undefined) => string | undefined;
}

/** What was used of each provider and what that costs; prices can be told here. */
export function UsageTable({ lines, linkOf }: UsageTableProps) {
  const t = useTranslations('analytics');
  const { may } = useWorkspace();
  const valueText = useValueText();
  const priceText = usePriceText();
  const amountText = useAmountText();
  const [edited, setEdited] = useState<UsageLine | null>(null);
  const capabilityName = (name: string) => {
    const known = capabilities.find((each) => each === name);
    return known === undefined ? name : t(`words.${known}`);
  };
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex items-end justify-between gap-3">
        <div className="grid gap-0.5">
          <h2 className="font-serif text-lg font-medium">{t('tables.usage')}</h2>
          <p className="max-w-prose text-xs text-ink-soft text-pretty">{t('usageHelp')}</p>
        </div>
        <Button
          look="quiet"
          size="icon"
          aria-label={t('csvOf', { name: t('tables.usage') })}
          title={t('csv')}
          onClick={() =>
            downloadCsv(
              'usage',
              ['capability', 'provider', 'unit', 'amount', 'unheard', 'price', 'cost_usd'],
              lines.map((line) => [line.capability, line.producedBy, line.unit, line.amount, line.speculative, line.price, line.cost]),
            )
          }
        >
          <Download aria-hidden />
        </Button>
      </div>
      <Table aria-label={t('tables.usage')}>
        <TableHead>
          <tr>
            <Th>{t('columns.provider')}</Th>
            <Th className="text-right">{t('columns.amount')}</Th>
            <Th className="hidden text-right md:table-cell">{t('columns.unheard')}</Th>
            <Th className="text-right">{t('columns.price')}</Th>
            <Th className="text-right">{t('columns.cost')}</Th>
          </tr>
        </TableHead>
        <TableBody>
          {lines.map((line) => (
            <TableRow key={`${line.capability} ${line.producedBy} ${line.unit}`}>
              <Td>
                <p className="font-medium">
                  <Link
                    href={linkOf({ counted: { measure: 'usage', keys: [[line.capability, line.producedBy, line.unit].join('\u001f')] } }) ?? ''}
                    className="hover:text-accent"
                  >
                    {line.producedBy}
                  </Link>
                </p>
                <p className="text-xs text-ink-faint">
                  {capabilityName(line.capability)} · {t(`usageUnits.${line.unit}`)}
                </p>
              </Td>
              <Td className="whitespace-nowrap text-right">{amountText(line.amount, line.unit)}</Td>
              <Td className="hidden whitespace-nowrap text-right md:table-cell">{line.speculative === 0 ? '' : amountText(line.speculative, line.unit)}</Td>
              <Td className="text-right">
                <span className="inline-flex items-center justify-end gap-1.5">
                  {line.price === null ? (
                    <Badge tone="warn">{t('noPrice')}</Badge>
                  ) : (
                    <span className="whitespace-nowrap" title={line.priceFrom === null ? undefined : t(`priceFrom.${line.priceFrom}`)}>
                      {line.priceFrom === 'local' ? t('free') : priceText(line.price, line.unit)}
                    </span>
                  )}
                  {may('workspace:write') ? (
                    <Button
                      look="quiet"
                      size="icon-sm"
                      aria-label={t('editPrice', { name: `${line.producedBy}, ${t(`usageUnits.${line.unit}`)}` })}
                      onClick={() => setEdited(line)}
                    >
                      <Pencil aria-hidden />
                    </Button>
                  ) : null}
                </span>
              </Td>
              <Td className="whitespace-nowrap text-right">{line.cost === null ? t('unknown') : valueText(line.cost, 'usd')}</Td>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {edited === null ? null : <PriceDialog line={edited} onDone={() => setEdited(null)} />}
    </div>
  );
}

function usePriceText() {
  const t = useTranslations('analytics');
  const format = useFormatter();
  return (price: number, unit: UsageLine['unit']) =>
    t(`pricedShort.${unit}`, { price: format.number(price, { style: 'currency', currency: 'USD', maximumFractionDigits: 6, minimumFractionDigits: 2 }) });
}

function useAmountText() {
  const t = useTranslations('analytics');
  const format = useFormatter();
  return (amount: number, unit: UsageLine['unit']) =>
    unit === 'milliseconds'
      ? t('units.minutes', { value: format.number(amount / 60_000, { maximumFractionDigits: 1 }) })
      : format.number(amount, { notation: amount >= 100_000 ? 'compact' : 'standard', maximumFractionDigits: 1 });
}
