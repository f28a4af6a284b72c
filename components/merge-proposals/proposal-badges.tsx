'use client';

import { useTranslations } from 'next-intl';
import { Badge } from '../ui/badge';
import type { Proposal } from './discussion-entries';

const tones = { open: 'accent', merged: 'good', closed: 'neutral' } as const;

export function StatusBadge({ status }: { readonly status: Proposal['status'] }) {
  const t = useTranslations('proposals');
  return <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>;
}

/** How many approve, and how many ask for changes. */
export function ReviewBadges({ reviews }: { readonly reviews: Proposal['reviews'] }) {
  const t = useTranslations('proposals');
  const approvals = reviews.filter(({ state }) => state === 'approved').length;
  const objections = reviews.length - approvals;
  return (
    <>
      {approvals === 0 ? null : <Badge tone="good">{t('approvals', { count: approvals })}</Badge>}
      {objections === 0 ? null : <Badge tone="warn">{t('objections', { count: objections })}</Badge>}
    </>
  );
}
