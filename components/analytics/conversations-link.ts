import type { Behind, Report } from '@/server/contracts/analytics';
import { type AnalyticsValues, timeOf } from './analytics-filter';

/** The list of the conversations that a number of a report counts. Of an hour, those of its day: the list knows no hours. */
export function conversationsLink(values: AnalyticsValues, behind: Behind, report: Pick<Report, 'at' | 'untilMs' | 'step'>): string {
  const parameters = {
    ...timeParameters(values, behind, report),
    agent: behind.agentId ?? values.agent,
    branch: behind.branchId ?? values.branch,
    source: behind.channel ?? values.source,
    language: behind.language ?? values.language,
    outcome: behind.outcome ?? values.outcome,
    status: behind.status ?? '',
    tool: behind.tool ?? '',
    toolError: behind.toolError ?? '',
    latency: behind.latencyMinMs === undefined ? '' : String(behind.latencyMinMs),
  };
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ''));
  return `/conversations?${query}`;
}

function timeParameters(values: AnalyticsValues, { step }: Behind, report: Pick<Report, 'at' | 'untilMs'>) {
  const time = timeOf(values);
  if (step === undefined && time === 'range') return { time, from: values.from, to: values.to };
  if (step === undefined && time !== 'quarter') return { time };
  const from = report.at[step ?? 0] ?? report.untilMs;
  const until = step === undefined ? report.untilMs : (report.at[step + 1] ?? report.untilMs);
  return { time: 'range', from: dayOf(from), to: dayOf(until - 1) };
}

/** In the viewer's zone, as the list reads it. */
function dayOf(ms: number): string {
  const at = new Date(ms);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
