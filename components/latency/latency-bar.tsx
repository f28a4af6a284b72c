'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { TurnLatency } from '@/server/contracts/conversation';
import { cn } from '../ui/cn';
import { type LatencyPartName, latencyParts, type PreparedWork } from './latency-parts';

const colours: Readonly<Record<LatencyPartName, string>> = {
  endpointing: 'bg-part-endpointing',
  transcription: 'bg-part-transcription',
  thinking: 'bg-part-thinking',
  speaking: 'bg-part-speaking',
  delivery: 'bg-part-delivery',
};

export interface LatencyBarProps {
  readonly latency: TurnLatency;
  /** The time that the whole width stands for, so that bars of several turns can be compared. */
  readonly scaleMs: number;
  readonly isThick?: boolean;
  readonly className?: string;
}

/**
 * One turn's times as a stacked bar.
 * Work that was done ahead of the end of turn is a grey line beneath: it took time, but nobody waited for it.
 */
export function LatencyBar({ latency, scaleMs, isThick = false, className }: LatencyBarProps) {
  const t = useTranslations('latency');
  const { parts, prepared, totalMs } = latencyParts(latency);
  const words = parts.map((part) => `${t(`parts.${part.name}`)} ${part.durationMs}`).join(', ');
  const share = (ms: number) => `${(ms / Math.max(1, scaleMs)) * 100}%`;
  const preparedText = usePreparedText(prepared);
  return (
    <div role="img" aria-label={[t('bar', { total: totalMs, parts: words }), preparedText].join(' ').trim()} className={cn('grid w-full gap-0.5', className)}>
      <div className={cn('flex w-full overflow-hidden rounded-sm bg-sunken', isThick ? 'h-3' : 'h-2')}>
        {parts.map((part) => (
          <span
            key={part.name}
            title={`${t(`parts.${part.name}`)}: ${part.durationMs} ms`}
            className={cn('h-full border-r border-surface last:border-r-0', part.durationMs === 0 && 'border-r-0', colours[part.name])}
            style={{ width: share(part.durationMs) }}
          />
        ))}
      </div>
      {prepared === null ? null : (
        <div className="h-1 w-full" title={preparedText}>
          <div
            className="h-full rounded-sm bg-part-prepared"
            style={{ marginInlineStart: share(prepared.fromMs), width: share(prepared.untilMs - prepared.fromMs) }}
          />
        </div>
      )}
    </div>
  );
}

/** A sentence about what was ready before the turn closed; empty for nothing. */
function usePreparedText(prepared: PreparedWork | null): string {
  const t = useTranslations('latency');
  const list = useFormatter();
  if (prepared === null) return '';
  return t('prepared', { steps: list.list(prepared.steps.map(({ name, aheadMs }) => t('preparedStep', { step: t(`parts.${name}`), ms: aheadMs }))) });
}

/** The same as a table: what the bar shows, in numbers. */
export function LatencyTable({ latency, className }: { readonly latency: TurnLatency; readonly className?: string }) {
  const t = useTranslations('latency');
  const { parts, prepared, totalMs, isComplete } = latencyParts(latency);
  const preparedText = usePreparedText(prepared);
  return (
    <table className={cn('w-full text-xs', className)}>
      <caption className="sr-only">{t('title')}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('part')}</th>
          <th scope="col">{t('takes')}</th>
          <th scope="col">{t('until')}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={part.name}>
            <th scope="row" className="py-0.5 pr-2 text-left font-normal text-ink-soft">
              <span aria-hidden className={cn('mr-2 inline-block size-2 rounded-xs', colours[part.name])} />
              {t(`parts.${part.name}`)}
            </th>
            <td className="py-0.5 text-right">{t('ms', { value: part.durationMs })}</td>
            <td className="w-20 py-0.5 text-right text-ink-faint">{t('ms', { value: part.untilMs })}</td>
          </tr>
        ))}
        <tr className="border-t font-medium">
          <th scope="row" className="pt-1 text-left font-medium">
            {t('total')}
          </th>
          <td colSpan={2} className="pt-1 text-right">
            {isComplete ? t('ms', { value: totalMs }) : t('unfinished')}
          </td>
        </tr>
        {prepared === null ? null : (
          <tr>
            <td colSpan={3} className="pt-1 text-ink-soft text-pretty">
              <span aria-hidden className="mr-2 inline-block h-1 w-2 rounded-xs bg-part-prepared align-middle" />
              {preparedText}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
