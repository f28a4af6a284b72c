import { analyticsSections, groupings, type AnalyticsFilter, type AnalyticsSection, type Grouping } from '@/server/contracts/analytics';

/** What analytics shows, as it stands in the address; the names are those of the list of conversations. */
export const analyticsNames = ['section', 'by', 'compare', 'time', 'from', 'to', 'agent', 'branch', 'source', 'language', 'outcome'] as const;
export type AnalyticsName = (typeof analyticsNames)[number];
export type AnalyticsValues = Readonly<Record<AnalyticsName, string>>;

export const filterNames = ['agent', 'branch', 'source', 'language', 'outcome'] as const;
export const times = ['day', 'week', 'month', 'quarter', 'range'] as const;
export type Time = (typeof times)[number];

const hourSeconds = 3600;
const spans = { day: 24, week: 7 * 24, month: 30 * 24, quarter: 90 * 24 } as const;

export interface Period {
  readonly fromUnix: number;
  readonly untilUnix: number;
}

export function readAnalyticsValues(get: (name: string) => string | null | undefined): AnalyticsValues {
  return Object.fromEntries(analyticsNames.map((name) => [name, get(name) ?? ''])) as unknown as AnalyticsValues;
}

export function sectionOf({ section }: AnalyticsValues): AnalyticsSection {
  return analyticsSections.find((name) => name === section) ?? 'conversations';
}

export function groupingOf({ by }: AnalyticsValues): Grouping | undefined {
  return groupings.find((name) => name === by);
}

export function timeOf({ time }: Pick<AnalyticsValues, 'time'>): Time {
  return times.find((name) => name === time) ?? 'week';
}

/** What to ask the server for. Values that mean nothing are left out, as an address may have been typed by hand. `now` in ms. */
export function toReportInput(values: AnalyticsValues, now: number, timeZone: string) {
  const by = groupingOf(values);
  return {
    section: sectionOf(values),
    period: periodOf(values, now),
    timeZone,
    filter: toFilter(values),
    ...(by === undefined ? {} : { by }),
    compares: values.compare === '1',
  };
}

/** Whole hours, so that the same question stays the same question while the page is open. */
export function periodOf(values: Pick<AnalyticsValues, 'time' | 'from' | 'to'>, now: number): Period {
  const time = timeOf(values);
  const hour = Math.floor(now / 1000 / hourSeconds) * hourSeconds;
  const untilUnix = hour + hourSeconds;
  if (time !== 'range') return { fromUnix: hour - spans[time] * hourSeconds, untilUnix };
  const from = startOfDay(values.from, 0) ?? hour - spans.week * hourSeconds;
  const until = startOfDay(values.to, 1) ?? untilUnix;
  return until > from ? { fromUnix: from, untilUnix: until } : { fromUnix: hour - spans.week * hourSeconds, untilUnix };
}

function toFilter({ agent, branch, source, language, outcome }: AnalyticsValues): AnalyticsFilter {
  return {
    ...(agent === '' ? {} : { agentId: agent.slice(0, 100) }),
    ...(branch === '' ? {} : { branchId: branch.slice(0, 100) }),
    ...(source === '' ? {} : { channel: source.slice(0, 40) }),
    ...(language === '' ? {} : { language: language.slice(0, 40) }),
    ...(outcome === '' ? {} : { outcome: outcome.slice(0, 20) }),
  };
}

/** Midnight before a day in the viewer's zone, or some days later, in seconds. */
function startOfDay(day: string, later: number): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const time = new Date(Number(year), Number(month) - 1, Number(date) + later).getTime();
  return Number.isNaN(time) ? undefined : time / 1000;
}
