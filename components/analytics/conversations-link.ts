import type { Behind, Report } from '@/server/contracts/analytics';
import { keySeparator } from '../conversations/conversation-filter';
import { type AnalyticsValues, timeOf } from './analytics-filter';

export interface LinkContext extends Pick<Report, 'at' | 'untilMs' | 'step'> {
  /** The viewer's, in which the list reads its days. */
  readonly timeZone: string;
}

/** The list of the conversations that a number of a report counts. */
export function conversationsLink(values: AnalyticsValues, behind: Behind, context: LinkContext): string {
  const parameters = {
    ...timeParameters(values, behind, context),
    agent: behind.agentId ?? values.agent,
    branch: behind.branchId ?? values.branch,
    source: behind.channel ?? values.source,
    language: behind.language ?? values.language,
    outcome: behind.outcome ?? values.outcome,
    status: behind.status ?? '',
    ending: behind.endReason ?? '',
    tool: behind.tool ?? '',
    tools: behind.toolFailed === true ? 'failed' : behind.hasTools === true ? 'any' : '',
    latency: behind.latencyMinMs === undefined ? '' : String(behind.latencyMinMs),
    interruptions: behind.interruptionsMin === undefined ? '' : String(behind.interruptionsMin),
    criterion: behind.criterion === undefined ? '' : `${behind.criterion.id}:${behind.criterion.verdict}`,
    collected: collectedText(behind),
    feedback: behind.feedback ?? '',
    counted: countedText(behind),
    topic: behind.topicId ?? '',
  };
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ''));
  return `/conversations?${query}`;
}

function collectedText({ collected }: Behind): string {
  if (collected === undefined) return '';
  return collected.value === undefined ? collected.name : `${collected.name}=${collected.value}`;
}

/** `measure`, or `measure:key`, several keys parted. */
function countedText({ counted }: Behind): string {
  if (counted === undefined) return '';
  return counted.keys === undefined ? counted.measure : `${counted.measure}:${counted.keys.join(keySeparator)}`;
}

function timeParameters(values: AnalyticsValues, { step }: Behind, { at, untilMs, step: length, timeZone }: LinkContext): Record<string, string> {
  // The list's days are too long for an hour: it takes moments too.
  if (step !== undefined && length === 'hour') return { after: String((at[step] ?? untilMs) / 1000), before: String((at[step + 1] ?? untilMs) / 1000 - 1) };

  const time = timeOf(values);
  if (step === undefined && time === 'range') return { time, from: values.from, to: values.to };
  if (step === undefined && time !== 'quarter') return { time };
  const from = at[step ?? 0] ?? untilMs;
  const until = step === undefined ? untilMs : (at[step + 1] ?? untilMs);
  return { time: 'range', from: dayOf(from, timeZone), to: dayOf(until - 1, timeZone) };
}

function dayOf(ms: number, timeZone: string): string {
  // Swedish writes days as addresses do.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(ms);
}
