'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { TurnLatency } from '@/server/contracts/conversation';
import { cn } from '../ui/cn';
import { type LatencyPartName, latencyParts } from './latency-parts';

const colours: Readonly<Record<LatencyPartName, string>> = {
  endpointing: 'bg-part-endpointing',
  transcription: 'bg-part-transcription',
  thinking: 'bg-part-thinking',
  speaking: 'bg-part-speaking',
  delivery: 'bg-part-delivery',
};

/** One turn's steps beneath each other, each where the one before it left off, so that they add up to the total. What was prepared ahead is grey. */
export function LatencyWaterfall({ latency, scaleMs }: { readonly latency: TurnLatency; readonly scaleMs: number }) {
  const t = useTranslations('latency');
  const { parts, prepared, totalMs, isComplete } = latencyParts(latency);
  return (
    <table className="w-full border-collapse text-xs">
      <caption className="sr-only">{t('title')}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('part')}</th>
          <th scope="col">{t('until')}</th>
          <th scope="col">{t('takes')}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ name, durationMs, untilMs }) => (
          <Step key={name} name={t(`parts.${name}`)} value={t('ms', { value: durationMs })}>
            <Bar fromMs={untilMs - durationMs} untilMs={untilMs} scaleMs={scaleMs} className={colours[name]} label={t('ms', { value: untilMs })} />
          </Step>
        ))}
        {prepared?.steps.map(({ name, aheadMs }) => (
          <Step key={`ahead-${name}`} isFaint name={t('aheadOf', { step: t(`parts.${name}`) })} value={t('ahead', { value: aheadMs })}>
            <Bar
              fromMs={prepared.fromMs}
              untilMs={prepared.untilMs - aheadMs}
              scaleMs={scaleMs}
              className="bg-part-prepared"
              label={t('ms', { value: prepared.untilMs - aheadMs })}
            />
          </Step>
        ))}
        <tr className="border-t font-medium">
          <th scope="row" className="pt-1 text-left font-medium" colSpan={2}>
            {t('total')}
          </th>
          <td className="pt-1 text-right">{isComplete ? t('ms', { value: totalMs }) : t('unfinished')}</td>
        </tr>
      </tbody>
    </table>
  );
}

interface StepProps {
  readonly name: string;
  readonly value: string;
  readonly isFaint?: boolean;
  readonly children: ReactNode;
}

function Step({ name, value, isFaint = false, children }: StepProps) {
  return (
    <tr>
      <th scope="row" className={cn('w-28 py-0.5 pr-3 text-left font-normal whitespace-nowrap sm:w-40', isFaint ? 'text-ink-faint' : 'text-ink-soft')}>
        {name}
      </th>
      <td className="py-0.5">{children}</td>
      <td className={cn('w-24 py-0.5 pl-3 text-right whitespace-nowrap', isFaint && 'text-ink-faint')}>{value}</td>
    </tr>
  );
}

interface BarProps {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly scaleMs: number;
  readonly className: string;
  /** When it was over, for those who do not see the bar. */
  readonly label: string;
}

function Bar({ fromMs, untilMs, scaleMs, className, label }: BarProps) {
  const share = (ms: number) => `${(ms / Math.max(1, scaleMs)) * 100}%`;
  return (
    <div className="relative h-2.5">
      <span className="sr-only">{label}</span>
      <span
        aria-hidden
        className={cn('absolute inset-y-0 min-w-px rounded-xs', className)}
        style={{ insetInlineStart: share(fromMs), width: share(Math.max(0, untilMs - fromMs)) }}
      />
    </div>
  );
}
