'use client';

import { useTranslations } from 'next-intl';
import type { ConversationEvent } from '@/server/contracts/conversation';
import { Badge, type BadgeTone } from '../ui/badge';
import { type ConnectionLevel, connectionSamples, connectionSummary } from './connection-samples';

const width = 200;
const height = 32;
const tones: Readonly<Record<ConnectionLevel, BadgeTone>> = { good: 'good', fair: 'warn', poor: 'danger' };

/** The participant's line over the conversation: how it was for most of the time, a small curve, and the same in words. */
export function ConnectionCurve({ events, durationMs }: { readonly events: readonly ConversationEvent[]; readonly durationMs: number }) {
  const t = useTranslations('replay');
  const samples = connectionSamples(events);
  const summary = connectionSummary(samples, durationMs);
  if (summary === null) return null;
  const totalMs = Math.max(1, durationMs, samples.at(-1)?.atMs ?? 0);
  const points = [...samples, ...samples.slice(-1).map((last) => ({ ...last, atMs: totalMs }))].map(
    ({ atMs, score }) => `${((atMs / totalMs) * width).toFixed(1)},${(height - 2 - (score / 100) * (height - 4)).toFixed(1)}`,
  );
  const jitterMs = Math.max(...samples.map((sample) => sample.jitterMs));
  const lostPercent = Math.max(...samples.map((sample) => sample.lostShare)) * 100;
  const trips = samples.flatMap(({ roundTripMs }) => roundTripMs ?? []);
  return (
    <div className="grid gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-xs text-ink-faint">{t('connection')}</h2>
        <Badge tone={tones[summary.usual]}>{t(`connectionLevels.${summary.usual}`)}</Badge>
      </div>
      <svg
        role="img"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="h-8 w-full rounded-sm border bg-sunken/40 text-accent"
        aria-label={t('connectionCurve', { usual: t(`connectionLevels.${summary.usual}`), worst: t(`connectionLevels.${summary.worst}`) })}
      >
        <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
      </svg>
      <p className="text-xs text-ink-soft">
        {t('connectionFigures', { jitter: jitterMs, lost: lostPercent.toFixed(1) })}
        {trips.length === 0 ? null : ` ${t('connectionRoundTrip', { ms: Math.max(...trips) })}`}
      </p>
    </div>
  );
}
