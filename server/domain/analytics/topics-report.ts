import type { TopicSum, WorkspaceScope } from '../../auth/scope';
import type { ChartSeries, Figure, Report, ReportRow } from '../../contracts/analytics';
import { examplesIn } from '../topics/asked-in';
import { type KnownTopic, knownTopics } from '../topics/known-topics';
import { columnsOf, type ReportInput } from './report-input';
import { mostRows, mostSeries, ratio } from './sections';
import { readTally } from './tally';
import { timeSteps } from './time-steps';

interface CountedTopic extends KnownTopic {
  /** With its agent's name where topics of several agents are shown. */
  readonly name: string;
  readonly sums: readonly TopicSum[];
  readonly count: number;
  readonly before: number;
}

/** What conversations of a period were about, as far as topics have been found (`domain/topics`): those of the last thirty days. */
export async function topicsReport(scope: WorkspaceScope, { from, until, timeZone, filter, compares }: ReportInput): Promise<Report> {
  scope.may('conversations:read');
  const { step, edges } = timeSteps({ from, until, timeZone });
  const where = columnsOf(filter);
  const earlier = { from: new Date(2 * from.getTime() - until.getTime()), until: from, where };
  const count = (period: { readonly from: Date; readonly until: Date }) => readTally(scope, { measures: ['conversation'], where, ...period });
  const [known, sums, sumsBefore, all, allBefore] = await Promise.all([
    knownTopics(scope, filter.agentId),
    scope.analytics.topics({ from, until, edges, where }),
    compares ? scope.analytics.topics(earlier) : [],
    count({ from, until }),
    compares ? count(earlier) : undefined,
  ]);
  const counted = countTopics(known, sums, sumsBefore);
  const topics = counted.filter(({ count: now }) => now > 0);
  const [total, totalBefore] = [all.count, allBefore?.count];
  const about = (side: 'count' | 'before') => counted.reduce((sum, topic) => sum + topic[side], 0);
  const figure = (plain: Figure, before: number | null | undefined): Figure => (totalBefore === undefined ? plain : { ...plain, before: before ?? null });
  return {
    section: 'topics',
    step,
    at: edges.map((edge) => Math.max(edge.getTime(), from.getTime())),
    untilMs: until.getTime(),
    figures: [
      figure({ name: 'topics', unit: 'count', value: topics.length }, counted.filter(({ before }) => before > 0).length),
      figure({ name: 'conversations', unit: 'count', value: total, behind: {} }, totalBefore),
      figure({ name: 'aboutTopics', unit: 'share', value: ratio(about('count'), total) }, ratio(about('before'), totalBefore ?? 0)),
    ],
    charts: topics.length === 0 ? [] : [{ name: 'topics', kind: 'bars', unit: 'count', series: seriesOf(topics, edges.length) }],
    tables: [
      {
        name: 'topics',
        of: 'topic',
        columns: [
          { name: 'conversations', unit: 'count' },
          ...(compares ? [{ name: 'before', unit: 'count' } as const] : []),
          { name: 'share', unit: 'share' },
          { name: 'success', unit: 'count' },
          { name: 'failure', unit: 'count' },
          { name: 'successRate', unit: 'share' },
        ],
        rows: await rowsOf(scope, counted.slice(0, mostRows), { total, compares }),
      },
    ],
    ...(new Set(topics.map(({ agentId }) => agentId)).size === 1
      ? { places: topics.map(({ id, label, x, y, count: conversations }) => ({ topicId: id, label, x, y, count: conversations })) }
      : {}),
  };
}

/** The most frequent first; without those that are neither of now nor of before. */
function countTopics(known: readonly KnownTopic[], sums: readonly TopicSum[], sumsBefore: readonly TopicSum[]): readonly CountedTopic[] {
  const [now, before] = [sums, sumsBefore].map((each) => Map.groupBy(each, ({ topicId }) => topicId));
  const counted = known
    .map((topic) => ({ ...topic, sums: now?.get(topic.id) ?? [], count: countOf(now?.get(topic.id)), before: countOf(before?.get(topic.id)) }))
    .filter((topic) => topic.count + topic.before > 0)
    .sort((a, b) => b.count - a.count || b.before - a.before || a.id.localeCompare(b.id));
  const isOneAgents = new Set(counted.map(({ agentId }) => agentId)).size === 1;
  return counted.map((topic) => ({ ...topic, name: isOneAgents ? topic.label : `${topic.label} · ${topic.agentName}` }));
}

function seriesOf(topics: readonly CountedTopic[], steps: number): readonly ChartSeries[] {
  const overTime = (sums: readonly TopicSum[]) => Array.from({ length: steps }, (_, at) => countOf(sums.filter(({ step }) => step === at)));
  const shown = topics.length > mostSeries ? topics.slice(0, mostSeries - 1) : topics;
  const others = topics.slice(shown.length).flatMap(({ sums }) => sums);
  return [
    ...shown.map(({ id, name, sums }) => ({ key: id, label: name, values: overTime(sums) })),
    ...(others.length === 0 ? [] : [{ key: 'other', values: overTime(others) }]),
  ];
}

async function rowsOf(
  scope: WorkspaceScope,
  topics: readonly CountedTopic[],
  { total, compares }: { readonly total: number; readonly compares: boolean },
): Promise<readonly ReportRow[]> {
  const examples = await examplesIn(
    scope,
    topics.flatMap(({ conversationIds }) => conversationIds.slice(0, 1)),
  );
  return topics.map(({ id, name, conversationIds, count, before, sums }): ReportRow => {
    const of = (outcome: string) => countOf(sums.filter((sum) => sum.outcome === outcome));
    const [success, failure] = [of('success'), of('failure')];
    const example = examples.get(conversationIds[0] ?? '') ?? '';
    const behind = { topicId: id };
    return {
      key: id,
      label: name,
      ...(example === '' ? {} : { detail: example }),
      values: [count, ...(compares ? [before] : []), ratio(count, total), success, failure, ratio(success, success + failure)],
      behind,
      cellsBehind: [behind, ...(compares ? [null] : []), null, { ...behind, outcome: 'success' }, { ...behind, outcome: 'failure' }, null],
    };
  });
}

function countOf(sums: readonly TopicSum[] | undefined): number {
  return (sums ?? []).reduce((all, { count }) => all + count, 0);
}
