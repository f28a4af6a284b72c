'use client';

import { useTranslations } from 'next-intl';
import { latencyParts } from '../latency/latency-parts';
import { LatencyWaterfall } from '../latency/latency-waterfall';
import { clockText } from './clock-text';
import type { TimedItem } from './transcript-times';

/** Every measured turn as a waterfall, all on one scale. */
export function ReplayLatency({
  items,
  scaleMs,
  onSeek,
}: {
  readonly items: readonly TimedItem[];
  readonly scaleMs: number;
  readonly onSeek: (ms: number) => void;
}) {
  const t = useTranslations('replay');
  const measured = items.flatMap(({ item, index }) =>
    item.parley?.latency === undefined ? [] : [{ index, latency: item.parley.latency, message: item.message ?? '' }],
  );
  if (measured.length === 0) return <p className="py-8 text-center text-sm text-ink-soft">{t('latencyNone')}</p>;
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="text-sm text-ink-soft">{t('latencyHelp')}</p>
      <ol className="grid grid-cols-1 gap-3">
        {measured.map(({ index, latency, message }) => (
          <li key={index} className="grid grid-cols-1 gap-1.5 rounded-md border bg-surface p-3">
            <div className="flex items-baseline gap-3 text-sm">
              <button
                type="button"
                className="font-mono text-xs text-accent hover:underline"
                aria-label={t('jump', { at: clockText(latency.speechEndedAtMs, true) })}
                onClick={() => onSeek(latency.speechEndedAtMs)}
              >
                {clockText(latency.speechEndedAtMs, true)}
              </button>
              <span className="min-w-0 flex-1 truncate font-serif">{message}</span>
              <span className="font-medium">{latencyParts(latency).totalMs} ms</span>
            </div>
            <LatencyWaterfall latency={latency} scaleMs={scaleMs} />
          </li>
        ))}
      </ol>
    </div>
  );
}
