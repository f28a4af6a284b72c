'use client';

import { useTranslations } from 'next-intl';
import type { ConversationEvent } from '@/server/contracts/conversation';
import { Badge } from '../ui/badge';
import { Table, TableBody, TableHead, TableRow, Td, Th } from '../ui/table';
import { useAmounts } from './span-details';
import { numberIn, textIn } from './timeline';
import { useCosts } from './use-costs';

const capabilities = ['speech-to-text', 'language-model', 'text-to-speech'] as const;

/** What each provider was used for, as it was metered, with what nobody heard apart. */
export function ReplayUsage({ events }: { readonly events: readonly ConversationEvent[] }) {
  const t = useTranslations('replay');
  const amounts = useAmounts();
  const totals = events.findLast(({ kind }) => kind === 'usage-totalled')?.data;
  const providers = Array.isArray(totals?.['providers']) ? (totals['providers'] as readonly Readonly<Record<string, unknown>>[]) : [];
  const costs = useCosts(providers);
  if (totals === undefined || providers.length === 0) return <p className="py-8 text-center text-sm text-ink-soft">{t('noUsage')}</p>;
  const drafts = numberIn(totals['draftsMade']);
  return (
    <div className="grid gap-3">
      <Table aria-label={t('tabs.usage')}>
        <TableHead>
          <tr>
            <Th>{t('usedFor')}</Th>
            <Th>{t('provider')}</Th>
            <Th>{t('amount')}</Th>
            <Th className="text-right">{t('cost')}</Th>
          </tr>
        </TableHead>
        <TableBody>
          {providers.map((entry) => {
            const capability = capabilities.find((known) => known === entry['capability']);
            const { producedBy: _, isSpeculative: __, ...metered } = entry;
            return (
              <TableRow key={JSON.stringify(entry)}>
                <Td>
                  {capability === undefined ? textIn(entry['capability']) : t(`capabilities.${capability}`)}
                  {entry['isSpeculative'] === true ? <Badge className="ml-2">{t('speculative')}</Badge> : null}
                </Td>
                <Td className="font-mono text-xs">{textIn(entry['producedBy'])}</Td>
                <Td>{amounts(metered).join(' · ')}</Td>
                <Td className="text-right whitespace-nowrap">{costs.textOf([entry])}</Td>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
      {costs.textOf(providers) === undefined ? null : <p className="text-sm">{t('costTogether', { cost: costs.textOf(providers) ?? '' })}</p>}
      {drafts === 0 ? null : <p className="text-xs text-ink-soft">{t('drafts', { made: drafts, used: numberIn(totals['draftsUsed']) })}</p>}
    </div>
  );
}
