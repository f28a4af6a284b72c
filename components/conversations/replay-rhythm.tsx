'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { cn } from '../ui/cn';
import { clockText } from './clock-text';
import { type RhythmFigure, rhythmOf } from './rhythm';
import type { Timeline } from './timeline';

/** With fewer chances a figure says little. */
const enough = 10;

/** How the conversation went in time beside what people do, each figure with the moments behind it. */
export function ReplayRhythm({ timeline, onSeek }: { readonly timeline: Timeline; readonly onSeek: (ms: number) => void }) {
  const t = useTranslations('replay.rhythm');
  const figures = rhythmOf(timeline);
  if (timeline.participant.length === 0 || timeline.agent.length === 0) return <p className="text-sm text-ink-soft">{t('silent')}</p>;
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-sm text-ink-soft text-pretty">{t('help')}</p>
      <ul className="grid gap-3 lg:grid-cols-2">
        {figures.map((figure) => (
          <Figure key={figure.part} figure={figure} onSeek={onSeek} />
        ))}
      </ul>
    </div>
  );
}

function Figure({ figure, onSeek }: { readonly figure: RhythmFigure; readonly onSeek: (ms: number) => void }) {
  const t = useTranslations('replay.rhythm');
  const format = useFormatter();
  const { part, value, unit, chances, moments, human } = figure;
  const text = (amount: number) =>
    unit === 'ms' ? t('ms', { value: Math.round(amount) }) : format.number(amount, { style: 'percent', maximumFractionDigits: 0 });
  const isHuman = value !== null && value >= human.from && value <= human.to;
  return (
    <li className="grid content-start gap-1.5 rounded-lg border bg-surface p-4">
      <p className="text-xs text-ink-soft">{t(`parts.${part}`)}</p>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-serif text-2xl font-medium">{value === null ? '–' : text(value)}</span>
        <span className={cn('text-xs', value === null ? 'text-ink-faint' : isHuman ? 'text-good' : 'text-warn')}>
          {value === null
            ? t('never')
            : t(isHuman ? 'within' : 'outside', { band: human.from === human.to ? text(human.to) : t('band', { from: text(human.from), to: text(human.to) }) })}
        </span>
      </p>
      <p className="text-xs text-ink-faint text-pretty">
        {t(`about.${part}`)} {value !== null && part !== 'talk' && chances < enough ? t('few', { count: chances }) : null}
      </p>
      {moments.length === 0 ? null : (
        <ul aria-label={t('moments')} className="flex flex-wrap gap-1 pt-1">
          {moments.map(({ atMs, valueMs }) => (
            <li key={atMs}>
              <button
                type="button"
                onClick={() => onSeek(atMs)}
                className="min-h-6 rounded-sm border bg-paper px-1.5 font-mono text-2xs text-ink-soft hover:border-edge hover:text-ink"
              >
                {clockText(atMs, true)} · {t('ms', { value: Math.round(valueMs) })}
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
