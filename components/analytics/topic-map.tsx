'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { Behind, TopicPlace } from '@/server/contracts/analytics';
import { spread } from './spread-topics';

export interface TopicMapProps {
  readonly places: readonly TopicPlace[];
  readonly linkOf: (behind: Behind | undefined) => string | undefined;
}

/** Topics as they lie to each other: what is alike is near, what is asked often is large. The table below says the same. */
export function TopicMap({ places, linkOf }: TopicMapProps) {
  const t = useTranslations('analytics');
  return (
    <section aria-labelledby="topic-map" className="hidden min-w-0 content-start gap-3 rounded-lg border bg-surface p-4 sm:grid sm:p-5">
      <div className="grid gap-0.5">
        <h2 id="topic-map" className="font-serif text-lg font-medium">
          {t('topicMap')}
        </h2>
        <p className="text-xs text-ink-soft">{t('topicMapHelp')}</p>
      </div>
      <ul className="relative aspect-[2/1]">
        {spread(places).map(({ topicId, label, count, left, top, width }) => (
          <li
            key={topicId}
            className="absolute grid -translate-1/2 place-items-center"
            style={{ left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%` }}
          >
            <Link
              href={linkOf({ topicId }) ?? ''}
              title={t('topicIn', { label, count })}
              className="grid aspect-square w-full place-items-center rounded-full border border-accent/40 bg-accent-soft text-accent-ink transition-colors hover:border-accent"
            >
              <span className="grid w-full px-1 text-center">
                <span className="line-clamp-2 text-2xs leading-tight break-words">{label}</span>{' '}
                <span className="font-serif text-base leading-tight font-medium">{count}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
