'use client';

import { useTranslations } from 'next-intl';
import { Avatar } from '../ui/avatar';
import { Badge } from '../ui/badge';
import type { Proposal } from './discussion-entries';

const tones = { approved: 'good', changes_requested: 'warn', waiting: 'neutral' } as const;

/** Who was asked, who answered, and how. */
export function ReviewsPanel({ proposal }: { readonly proposal: Proposal }) {
  const t = useTranslations('proposals');
  const people = [...new Set([...proposal.requestedReviewers, ...proposal.reviews.map(({ userId }) => userId)])];
  return (
    <section aria-labelledby="reviews" className="grid grid-cols-1 gap-3">
      <h2 id="reviews" className="font-serif text-lg font-medium">
        {t('reviews')}
      </h2>
      {people.length === 0 ? (
        <p className="text-sm text-ink-soft">{t('noReviews')}</p>
      ) : (
        <ul className="grid grid-cols-1 gap-2">
          {people.map((id) => {
            const state = proposal.reviews.find(({ userId }) => userId === id)?.state ?? 'waiting';
            const name = proposal.names[id] ?? '';
            return (
              <li key={id} className="flex min-w-0 items-center gap-2 text-sm">
                <Avatar name={name} />
                <span className="min-w-0 flex-1 truncate">{name}</span>
                <Badge tone={tones[state]}>{t(`review.${state}`)}</Badge>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
