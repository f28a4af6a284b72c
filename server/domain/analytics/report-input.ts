import type { CellColumn } from '../../auth/scope';
import type { AnalyticsFilter, AnalyticsSection, Grouping } from '../../contracts/analytics';

export interface ReportInput {
  readonly section: AnalyticsSection;
  readonly from: Date;
  readonly until: Date;
  readonly timeZone: string;
  readonly filter: AnalyticsFilter;
  /** Absent, and `day`: over time only. */
  readonly by?: Grouping | undefined;
  /** Whether the period before is asked for as well. */
  readonly compares: boolean;
}

export function columnsOf(filter: AnalyticsFilter): { [K in CellColumn]?: string | undefined } {
  const { agentId, branchId, channel, language, outcome } = filter;
  return { agentId, branchId, channel, language, outcome };
}
