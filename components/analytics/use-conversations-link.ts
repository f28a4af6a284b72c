'use client';

import { useTimeZone } from 'next-intl';
import type { Behind, Report } from '@/server/contracts/analytics';
import { useWorkspace } from '../layout/workspace-context';
import type { AnalyticsValues } from './analytics-filter';
import { conversationsLink } from './conversations-link';

/** Leads from a number of a report to its conversations; nowhere from an hour, as their list knows days only. */
export function useConversationsLink(values: AnalyticsValues, report: Report): (behind: Behind | undefined) => string | undefined {
  const { href } = useWorkspace();
  const timeZone = useTimeZone() ?? 'UTC';
  return (behind) => {
    if (behind === undefined || (behind.step !== undefined && report.step === 'hour')) return undefined;
    return href(conversationsLink(values, behind, { ...report, timeZone }));
  };
}
