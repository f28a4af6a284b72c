'use client';

import { useTimeZone } from 'next-intl';
import type { Behind, Report } from '@/server/contracts/analytics';
import { useWorkspace } from '../layout/workspace-context';
import type { AnalyticsValues } from './analytics-filter';
import { conversationsLink } from './conversations-link';

/** Leads from a number of a report to its conversations. */
export function useConversationsLink(values: AnalyticsValues, report: Report): (behind: Behind | undefined) => string | undefined {
  const { href } = useWorkspace();
  const timeZone = useTimeZone() ?? 'UTC';
  return (behind) => (behind === undefined ? undefined : href(conversationsLink(values, behind, { ...report, timeZone })));
}
