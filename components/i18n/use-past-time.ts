'use client';

import { useFormatter, useNow } from 'next-intl';

/** "2 minutes ago". What came after the clock of the page last ticked was just now, not in some seconds. */
export function usePastTime(): (then: Date) => string {
  const format = useFormatter();
  const now = useNow({ updateInterval: 30_000 });
  return (then) => format.relativeTime(then, then > now ? then : now);
}
