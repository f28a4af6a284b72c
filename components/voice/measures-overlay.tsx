'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { LatencyBar, LatencyTable } from '../latency/latency-bar';
import { latencyParts, median } from '../latency/latency-parts';
import type { TurnMeasure } from './voice-client';

/** The last turn's times in numbers, and the last few as bars on one scale. */
export function MeasuresOverlay({ turns }: { readonly turns: readonly TurnMeasure[] }) {
  const t = useTranslations('voice');
  const latencyText = useTranslations('latency');
  const format = useFormatter();
  const last = turns.at(-1);
  if (last === undefined) return <p className="text-xs text-ink-faint">{t('noMeasures')}</p>;
  const recent = turns.slice(-8);
  const totals = turns.map((turn) => latencyParts(turn.latency)).filter((breakdown) => breakdown.isComplete);
  const middle = median(totals.map((breakdown) => breakdown.totalMs));
  const scaleMs = Math.max(...recent.map((turn) => latencyParts(turn.latency).totalMs), 1);
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-xs">
        <span className="font-medium">{t('lastTurn')}</span>
        {last.confidence === null ? null : (
          <span className="text-ink-soft">{t('confidence', { percent: format.number(last.confidence, { style: 'percent', maximumFractionDigits: 0 }) })}</span>
        )}
      </div>
      <LatencyTable latency={last.latency} />
      <div className="grid gap-1">
        {recent.map((turn) => (
          <LatencyBar key={turn.turnId} latency={turn.latency} scaleMs={scaleMs} />
        ))}
      </div>
      {middle === undefined ? null : (
        <p className="flex justify-between text-xs text-ink-soft">
          <span>{t('median', { count: totals.length })}</span>
          <span className="font-medium text-ink">{latencyText('ms', { value: Math.round(middle) })}</span>
        </p>
      )}
    </div>
  );
}
