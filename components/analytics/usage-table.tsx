'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, Pencil } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Behind, UsageLine } from '@/server/contracts/analytics';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Dialog, DialogContent } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { downloadCsv } from './download-csv';
import { useValueText } from './use-value-text';

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
      <Dialog open={edited !== null} onOpenChange={(isOpen) => (isOpen ? undefined : setEdited(null))}>
        {edited === null ? null : <PriceForm line={edited} onDone={() => setEdited(null)} />}
      </Dialog>
    </div>
  );
}

function PriceForm({ line, onDone }: { readonly line: UsageLine; readonly onDone: () => void }) {
  const t = useTranslations('analytics');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [text, setText] = useState(line.price === null ? '' : String(line.price));
  const usd = Number(text.replace(',', '.'));
  const isValid = text.trim() !== '' && Number.isFinite(usd) && usd >= 0;
  const save = useMutation(
    trpc.analytics.setPrice.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.analytics.pathKey() });
        onDone();
      },
    }),
  );
  const { capability, producedBy, unit } = line;
  const set = (price: number | null) => save.mutate({ workspace: slug, capability, producedBy, unit, usd: price });
  return (
    <DialogContent title={t('priceTitle', { name: producedBy })} description={t('priceHelp')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isValid) set(usd);
        }}
      >
        <Field label={t('priceFor', { unit: t(`priced.${unit}`) })} error={text.trim() !== '' && !isValid ? t('priceInvalid') : undefined}>
          {(control) => <Input {...control} inputMode="decimal" value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />}
        </Field>
        {save.isError ? (
          <Notice tone="danger" title={t('priceFailed')}>
            {save.error.message}
          </Notice>
        ) : null}
        <div className="flex flex-wrap justify-end gap-2">
          {line.priceFrom === 'workspace' ? (
            <Button look="quiet" disabled={save.isPending} onClick={() => set(null)}>
              {t('forgetPrice')}
            </Button>
          ) : null}
          <Button type="submit" look="primary" isBusy={save.isPending} disabled={!isValid}>
            {ui('save')}
          </Button>
        </div>
      </form>
    </DialogContent>
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
