'use client';

import { ArrowDownRight, ArrowUpRight } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { Behind, Figure } from '@/server/contracts/analytics';
import { cn } from '../ui/cn';
import { useValueText } from './use-value-text';

export interface FiguresProps {
  readonly figures: readonly Figure[];
  readonly linkOf: (behind: Behind | undefined) => string | undefined;
}

/** Numbers with their names; those that count conversations lead to them. */
export function Figures({ figures, linkOf }: FiguresProps) {
  const t = useTranslations('analytics');
  const valueText = useValueText();
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-3 xl:grid-cols-6">
      {figures.map((figure) => {
        const href = linkOf(figure.behind);
        return (
          <div
            key={figure.name}
            className={cn('relative grid content-start gap-1 bg-surface p-4 transition-colors sm:p-5', href !== undefined && 'hover:bg-raised')}
          >
            <dt className="text-xs text-ink-soft">
              {href === undefined ? (
                t(`figures.${figure.name}`)
              ) : (
                <Link href={href} className="underline decoration-edge/50 underline-offset-3 after:absolute after:inset-0">
                  {t(`figures.${figure.name}`)}
                </Link>
              )}
            </dt>
            <dd className="font-serif text-2xl font-medium">{valueText(figure.value, figure.unit)}</dd>
            {figure.interval === undefined ? null : (
              <dd className="text-xs text-ink-faint">
                {t('interval', { lower: valueText(figure.interval[0], 'share'), upper: valueText(figure.interval[1], 'share') })}
              </dd>
            )}
            {figure.before === undefined ? null : <Change figure={figure} before={figure.before} />}
          </div>
        );
      })}
      {/* The last row is filled up, or the lines behind it would show as a block. */}
      <div
        className={cn(
          'bg-surface',
          figures.length % 2 === 0 ? 'hidden' : 'block',
          figures.length % 3 === 0 ? 'sm:hidden' : 'sm:block',
          fillers[figures.length % 6],
        )}
        aria-hidden
      />
    </dl>
  );
}

const fillers = ['xl:hidden', 'xl:col-span-5 xl:block', 'xl:col-span-4 xl:block', 'xl:col-span-3 xl:block', 'xl:col-span-2 xl:block', 'xl:block'] as const;

/** A change that is not worth a colour. */
const negligible = 0.01;

/** How it moved since the period before: in points for shares, in percent for the rest. */
function Change({ figure, before }: { readonly figure: Figure; readonly before: number | null }) {
  const t = useTranslations('analytics');
  const format = useFormatter();
  const valueText = useValueText();
  const { value, unit, better } = figure;
  if (before === null || value === null) return <dd className="text-xs text-ink-faint">{t('beforeValue', { value: valueText(before, unit) })}</dd>;
  const change = unit === 'share' ? value - before : before === 0 ? null : (value - before) / before;
  const isUp = value > before;
  const tone =
    better === undefined || change === null || Math.abs(change) < negligible ? 'text-ink-soft' : isUp === (better === 'more') ? 'text-good' : 'text-danger';
  const Arrow = isUp ? ArrowUpRight : ArrowDownRight;
  const text = change === null ? '' : format.number(Math.abs(change) * 100, { maximumFractionDigits: Math.abs(change) < 0.1 ? 1 : 0 });
  return (
    <dd className="flex flex-wrap items-center gap-x-1.5 text-xs text-ink-faint">
      {change === null || value === before ? null : (
        <span className={cn('flex items-center gap-0.5 font-medium', tone)}>
          <Arrow className="size-3.5" aria-hidden />
          <span className="sr-only">{isUp ? t('up') : t('down')}</span>
          {unit === 'share' ? t('points', { value: text }) : t('percent', { value: text })}
        </span>
      )}
      {t('beforeValue', { value: valueText(before, unit) })}
    </dd>
  );
}
