import type { Behind } from '@/server/contracts/analytics';
import { readAnalyticsValues } from '../analytics/analytics-filter';
import { conversationsLink } from '../analytics/conversations-link';
import type { HomeTime } from './home-period';

/** The conversations behind a number of the home page. */
export function behindLink(time: HomeTime, behind: Behind): string {
  const values = readAnalyticsValues((name) => (name === 'time' ? time : ''));
  return conversationsLink(values, behind, { at: [], untilMs: 0, step: 'day', timeZone: 'UTC' });
}
