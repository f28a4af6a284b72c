import { costOf } from '../../contracts/usage-amounts';
import type {
  AnalyticsSection,
  Behind,
  Chart,
  ChartName,
  Column,
  ColumnName,
  Figure,
  FigureName,
  Grouping,
  Report,
  ReportRow,
  ReportTable,
  RowKind,
  TableName,
  UsageLine,
  UsageUnit,
  ValueUnit,
} from '../../contracts/analytics';
import { statusAfter } from '../conversations/rules';
import { type CountedCondition, type EndReason, mostCountedKeys } from '../../contracts/conversation';
import { limitsOf } from './buckets';
import { keyOf, latencyParts, type Measure, partsOf, unheard, verdicts } from './measures';
import type { GroupNames } from './name-groups';
import { type PriceOf } from './prices';
import { Tally } from './tally';
import { wilsonInterval } from './wilson-interval';

export interface SectionContext {
  readonly steps: number;
  /** Apart by step and, with a grouping, by group: for charts. */
  readonly timed: Tally;
  /** Apart by group or, by day, by step: for the table of them. */
  readonly grouped: Tally;
  /** How these are grouped. */
  readonly grouping: Exclude<Grouping, 'day'> | undefined;
  /** Whether a table of the steps is wanted. */
  readonly isByDay: boolean;
  readonly names: GroupNames;
  readonly priceOf: PriceOf | undefined;
}

export type SectionParts = Pick<Report, 'figures' | 'charts' | 'tables' | 'usage'>;

interface Section {
  /** Read as a whole: for figures, and tables of what a measure tells apart. */
  readonly measures: readonly Measure[];
  /** Of them, those that charts and the table of groups need: cut finer there are many more. */
  readonly charted: readonly Measure[];
  /** Those of `charted` that charts show percentiles of; of others they show how many. */
  readonly drawnTimes: readonly Measure[];
  readonly grouped: readonly Measure[];
  /** `tally`: the whole. */
  make(tally: Tally, context: SectionContext): SectionParts;
}

/** Series that can be told apart in one chart; what goes beyond is drawn as one. */
export const mostSeries = 6;
export const mostRows = 100;

/** What each section is made of, and how. */
export const sections: Readonly<Record<Exclude<AnalyticsSection, 'topics'>, Section>> = {
  conversations: {
    measures: ['conversation', 'duration', 'message'],
    charted: ['conversation'],
    drawnTimes: [],
    grouped: ['conversation', 'duration'],
    make: conversations,
  },
  performance: {
    measures: ['response', 'response-part', 'provider-failure', 'failover'],
    charted: ['response'],
    drawnTimes: ['response'],
    grouped: ['conversation', 'response'],
    make: performance,
  },
  success: { measures: ['outcome', 'criterion', 'feedback'], charted: ['outcome'], drawnTimes: [], grouped: ['conversation', 'outcome'], make: success },
  'data-collection': {
    measures: ['collected', 'collected-value'],
    charted: ['collected'],
    drawnTimes: [],
    grouped: ['conversation', 'collected'],
    make: dataCollection,
  },
  languages: {
    measures: ['conversation', 'language-change'],
    charted: ['conversation'],
    drawnTimes: [],
    grouped: ['conversation', 'outcome', 'response'],
    make: languages,
  },
  tools: { measures: ['tool', 'tool-error'], charted: ['tool', 'tool-error'], drawnTimes: [], grouped: ['conversation', 'tool', 'tool-error'], make: tools },
  'turn-taking': {
    measures: ['floor', 'gap', 'talk'],
    charted: ['floor', 'talk'],
    drawnTimes: [],
    grouped: ['conversation', 'floor', 'gap', 'talk'],
    make: turnTaking,
  },
  cost: { measures: ['conversation', 'usage'], charted: ['usage'], drawnTimes: [], grouped: ['conversation', 'usage'], make: cost },
};

function conversations(tally: Tally, context: SectionContext): SectionParts {
  const all = tally.of('conversation');
  return {
    figures: [
      { name: 'conversations', unit: 'count', value: all.count, behind: {} },
      { name: 'minutes', unit: 'minutes', value: minutesOf(all), behind: {} },
      { name: 'durationP50', unit: 'minutes', value: inMinutes(tally.of('duration').percentile(0.5)), behind: {} },
      { name: 'durationP95', unit: 'minutes', value: inMinutes(tally.of('duration').percentile(0.95)), behind: {} },
      { name: 'messages', unit: 'count', value: tally.of('message').count, behind: {} },
      { name: 'failed', unit: 'count', value: failedOf(all), better: 'less', behind: { status: 'failed' } },
    ],
    charts: [
      chartOf('conversations', 'bars', 'count', context, (part) => part.of('conversation').count),
      chartOf('minutes', 'bars', 'minutes', context, (part) => minutesOf(part.of('conversation'))),
    ],
    tables: [
      ...tableOf(
        [
          ['conversations', 'count', (part) => part.of('conversation').count],
          ['minutes', 'minutes', (part) => minutesOf(part.of('conversation'))],
          ['durationP50', 'minutes', (part) => inMinutes(part.of('duration').percentile(0.5))],
          ['durationP95', 'minutes', (part) => inMinutes(part.of('duration').percentile(0.95))],
          ['failed', 'count', (part) => failedOf(part.of('conversation'))],
        ],
        context,
      ),
      keyTable(
        'endings',
        'endReason',
        all.by('key'),
        [
          ['conversations', 'count', (part) => part.count],
          ['share', 'share', (part) => ratio(part.count, all.count)],
        ],
        (endReason) => ({ endReason }),
      ),
    ],
  };
}

function performance(tally: Tally, context: SectionContext): SectionParts {
  const response = tally.of('response');
  const percentiles: readonly ColumnOf[] = [
    ['answers', 'count', (part) => part.count],
    ['p50', 'ms', (part) => part.percentile(0.5)],
    ['p95', 'ms', (part) => part.percentile(0.95)],
    ['p99', 'ms', (part) => part.percentile(0.99)],
  ];
  return {
    figures: [
      slowerThan('responseP50', response.percentile(0.5)),
      slowerThan('responseP95', response.percentile(0.95)),
      slowerThan('responseP99', response.percentile(0.99)),
      { name: 'answers', unit: 'count', value: response.count, behind: { latencyMinMs: 0 } },
      { name: 'providerFailures', unit: 'count', value: tally.of('provider-failure').count, better: 'less', behind: countedIn('provider-failure')() },
      { name: 'failovers', unit: 'count', value: tally.of('failover').count, better: 'less', behind: countedIn('failover')() },
    ],
    charts: [
      context.grouping === undefined
        ? percentilesChart('response', context.timed.of('response'), context)
        : chartOf('responseP95', 'lines', 'ms', context, (part) => part.of('response').percentile(0.95)),
      distribution('distribution', response),
    ],
    tables: [
      ...tableOf(
        percentiles.map(([name, unit, value]) => [name, unit, (part) => value(part.of('response'))] as const),
        context,
      ),
      keyTable('parts', 'latencyPart', inOrder(tally.of('response-part').by('key'), latencyParts), percentiles, countedIn('response-part')),
      keyTable(
        'providerFailures',
        'providerFailure',
        tally.of('provider-failure').by('key'),
        [['failures', 'count', (part) => part.count]],
        countedIn('provider-failure'),
      ),
      keyTable('failovers', 'failover', tally.of('failover').by('key'), [['failovers', 'count', (part) => part.count]], countedIn('failover')),
    ],
  };
}

function success(tally: Tally, context: SectionContext): SectionParts {
  const outcomes = tally.of('outcome');
  const verdictColumns: readonly ColumnOf[] = [
    ['successRate', 'share', (part) => rateOf(part.of('outcome'))],
    ['lower', 'share', (part) => intervalOf(part.of('outcome'))?.[0] ?? null],
    ['upper', 'share', (part) => intervalOf(part.of('outcome'))?.[1] ?? null],
    ...verdicts.map((verdict): ColumnOf => [verdict, 'count', (part) => part.of('outcome', { key: verdict }).count]),
  ];
  const criteria = new Map([...tally.of('criterion').by('key')].map(([key, part]) => [key, part]));
  return {
    figures: [
      { name: 'successRate', unit: 'share', value: rateOf(outcomes), better: 'more', ...intervalField(outcomes), behind: { outcome: 'success' } },
      ...verdicts.map(
        (verdict): Figure => ({
          name: verdict,
          unit: 'count',
          value: outcomes.of('outcome', { key: verdict }).count,
          ...(verdict === 'unknown' ? {} : { better: verdict === 'success' ? 'more' : 'less' }),
          behind: { outcome: verdict },
        }),
      ),
      { name: 'likes', unit: 'count', value: tally.of('feedback', { key: 'like' }).count, better: 'more', behind: { feedback: 'like' } },
      { name: 'dislikes', unit: 'count', value: tally.of('feedback', { key: 'dislike' }).count, better: 'less', behind: { feedback: 'dislike' } },
    ],
    charts: [
      chartOf('successRate', 'lines', 'share', context, (part) => rateOf(part.of('outcome'))),
      keyChart('outcomes', 'bars', 'count', inOrder(context.timed.of('outcome').by('key'), verdicts), context, (part) => part.count),
    ],
    tables: [
      ...tableOf(verdictColumns, context),
      {
        name: 'criteria',
        of: 'criterion',
        columns: [{ name: 'successRate', unit: 'share' }, ...verdicts.map((name): Column => ({ name, unit: 'count' }))],
        rows: [...criteria].map(([key, part]) => {
          const [id = '', name] = partsOf(key);
          const [good = 0, bad = 0, unknown = 0] = verdicts.map((_, bucket) => part.of('criterion', { bucket }).count);
          return {
            key: id,
            ...(name === undefined ? {} : { label: name }),
            values: [ratio(good, good + bad), good, bad, unknown],
            cellsBehind: [null, ...verdicts.map((verdict): Behind => ({ criterion: { id, verdict } }))],
          };
        }),
      },
    ],
  };
}

function dataCollection(tally: Tally, context: SectionContext): SectionParts {
  const asked = tally.of('collected');
  const found = (part: Tally) => part.of('collected', { bucket: 1 }).count;
  const columns: readonly ColumnOf[] = [
    ['asked', 'count', (part) => part.of('collected').count],
    ['found', 'count', found],
    ['foundShare', 'share', (part) => ratio(found(part), part.of('collected').count)],
  ];
  return {
    figures: [
      { name: 'items', unit: 'count', value: asked.by('name').size, behind: countedIn('collected')() },
      { name: 'asked', unit: 'count', value: asked.count, behind: countedIn('collected')() },
      { name: 'foundShare', unit: 'share', value: ratio(found(tally), asked.count), better: 'more', behind: countedIn('collected')() },
    ],
    charts: [
      context.grouping === undefined
        ? keyChart('foundShare', 'lines', 'share', context.timed.of('collected').by('name'), context, (part) => ratio(found(part), part.count))
        : chartOf('foundShare', 'lines', 'share', context, (part) => ratio(found(part), part.of('collected').count)),
    ],
    tables: [
      ...tableOf(columns, context),
      keyTable('items', 'item', asked.by('name'), columns, (name) => ({ collected: { name } })),
      keyTable('values', 'itemValue', tally.of('collected-value').by('key'), [['conversations', 'count', (part) => part.count]], (key) => {
        const [name = '', value = ''] = partsOf(key);
        return { collected: { name, value } };
      }),
    ],
  };
}

function languages(tally: Tally, context: SectionContext): SectionParts {
  const all = tally.of('conversation');
  return {
    figures: [
      { name: 'languages', unit: 'count', value: context.grouped.of('conversation').by('group').size, behind: {} },
      { name: 'languageChanges', unit: 'count', value: tally.of('language-change').count, behind: countedIn('language-change')() },
    ],
    charts: [chartOf('conversations', 'bars', 'count', context, (part) => part.of('conversation').count)],
    tables: [
      ...tableOf(
        [
          ['conversations', 'count', (part) => part.of('conversation').count],
          ['share', 'share', (part) => ratio(part.of('conversation').count, all.count)],
          ['minutes', 'minutes', (part) => minutesOf(part.of('conversation'))],
          ['successRate', 'share', (part) => rateOf(part.of('outcome'))],
          ['p50', 'ms', (part) => part.of('response').percentile(0.5)],
          ['p95', 'ms', (part) => part.of('response').percentile(0.95)],
        ],
        { ...context, isByDay: false },
      ),
      keyTable(
        'languageChanges',
        'languageChange',
        tally.of('language-change').by('key'),
        [['changes', 'count', (part) => part.count]],
        countedIn('language-change'),
      ),
    ],
  };
}

function tools(tally: Tally, context: SectionContext): SectionParts {
  const calls = tally.of('tool');
  const errors = tally.of('tool-error');
  const columns: readonly ColumnOf[] = [
    ['calls', 'count', (part) => part.of('tool').count],
    ['errors', 'count', (part) => part.of('tool-error').count],
    ['errorShare', 'share', (part) => ratio(part.of('tool-error').count, part.of('tool').count)],
    ['p50', 'ms', (part) => part.of('tool').percentile(0.5)],
    ['p95', 'ms', (part) => part.of('tool').percentile(0.95)],
    ['p99', 'ms', (part) => part.of('tool').percentile(0.99)],
  ];
  return {
    figures: [
      { name: 'toolCalls', unit: 'count', value: calls.count, behind: { hasTools: true } },
      { name: 'toolErrors', unit: 'count', value: errors.count, better: 'less', behind: { toolFailed: true } },
      { name: 'toolErrorShare', unit: 'share', value: ratio(errors.count, calls.count), better: 'less', behind: { toolFailed: true } },
      { name: 'toolP50', unit: 'ms', value: calls.percentile(0.5), better: 'less', behind: { hasTools: true } },
      { name: 'toolP95', unit: 'ms', value: calls.percentile(0.95), better: 'less', behind: { hasTools: true } },
    ],
    charts: [
      context.grouping === undefined
        ? keyChart('toolCalls', 'bars', 'count', context.timed.of('tool').by('name'), context, (part) => part.count)
        : chartOf('toolCalls', 'bars', 'count', context, (part) => part.of('tool').count),
      chartOf('toolErrors', 'bars', 'count', context, (part) => part.of('tool-error').count),
    ],
    tables: [
      ...tableOf(columns, context),
      {
        name: 'tools',
        of: 'tool',
        columns: columns.map(([name, unit]) => ({ name, unit })),
        rows: [...calls.by('name')].map(([name, ofTool]) => {
          const failed = errors.by('name').get(name)?.count ?? 0;
          const times = [0.5, 0.95, 0.99].map((share) => ofTool.percentile(share));
          return {
            key: name,
            label: name,
            values: [ofTool.count, failed, ratio(failed, ofTool.count), ...times],
            behind: { tool: name },
            cellsBehind: [null, { tool: name, toolFailed: true }, { tool: name, toolFailed: true }],
          };
        }),
      },
      keyTable('toolErrors', 'toolError', errors.by('key'), [['errors', 'count', (part) => part.count]], (key) => ({
        tool: partsOf(key)[0] ?? '',
        toolFailed: true,
      })),
    ],
  };
}

function turnTaking(tally: Tally, context: SectionContext): SectionParts {
  const floor = (part: Tally, key: string) => part.of('floor', { key }).count;
  const talkShare = (part: Tally) => ratio(part.of('talk', { key: 'agent' }).sum, part.of('talk').sum);
  const interruptionRate = (part: Tally) => rate(floor(part, 'interruption'), floor(part, 'agent-turn'));
  const falseHolds = (part: Tally) => ratio(floor(part, 'false-hold'), floor(part, 'hold'));
  const gap = (part: Tally, who: string, share: number) => part.of('gap', { key: who }).percentile(share);
  return {
    figures: [
      { name: 'interruptions', unit: 'count', value: floor(tally, 'interruption'), behind: { interruptionsMin: 1 } },
      { name: 'interruptionRate', unit: 'rate', value: interruptionRate(tally), better: 'less', behind: { interruptionsMin: 1 } },
      { name: 'holds', unit: 'count', value: floor(tally, 'hold'), behind: countedIn('floor')('hold') },
      { name: 'falseHoldShare', unit: 'share', value: falseHolds(tally), better: 'less', behind: countedIn('floor')('false-hold') },
      { name: 'overlaps', unit: 'count', value: floor(tally, 'overlap'), behind: countedIn('floor')('overlap') },
      { name: 'backchannels', unit: 'count', value: floor(tally, 'backchannel'), behind: countedIn('floor')('backchannel') },
      { name: 'agentGapP50', unit: 'ms', value: gap(tally, 'agent', 0.5), better: 'less', behind: countedIn('gap')('agent') },
      { name: 'talkShare', unit: 'share', value: talkShare(tally), behind: countedIn('talk')() },
    ],
    charts: [chartOf('interruptionRate', 'lines', 'rate', context, interruptionRate), chartOf('talkShare', 'lines', 'share', context, talkShare)],
    tables: [
      ...tableOf(
        [
          ['interruptions', 'count', (part) => floor(part, 'interruption')],
          ['interruptionRate', 'rate', interruptionRate],
          ['holds', 'count', (part) => floor(part, 'hold')],
          ['falseHoldShare', 'share', falseHolds],
          ['agentGapP50', 'ms', (part) => gap(part, 'agent', 0.5)],
          ['talkShare', 'share', talkShare],
        ],
        context,
      ),
      keyTable(
        'gaps',
        'speaker',
        tally.of('gap').by('key'),
        [
          ['gaps', 'count', (part) => part.count],
          ['p50', 'ms', (part) => part.percentile(0.5)],
          ['p95', 'ms', (part) => part.percentile(0.95)],
          ['p99', 'ms', (part) => part.percentile(0.99)],
        ],
        countedIn('gap'),
      ),
      keyTable(
        'talk',
        'speaker',
        tally.of('talk').by('key'),
        [
          ['turns', 'count', (part) => part.count],
          ['minutes', 'minutes', minutesOf],
          ['share', 'share', (part) => ratio(part.sum, tally.of('talk').sum)],
        ],
        countedIn('talk'),
      ),
    ],
  };
}

function cost(tally: Tally, context: SectionContext): SectionParts {
  const spent = (part: Tally) => costOfUsage(part.of('usage'), context.priceOf);
  const usage = [...tally.of('usage').by('key')]
    .map(([key, part]) => {
      const [capability = '', producedBy = '', unitName = ''] = partsOf(key);
      const unit = unitName as UsageUnit;
      const { price, priceFrom } = context.priceOf?.(capability, producedBy, unit) ?? { price: null, priceFrom: null };
      return {
        capability,
        producedBy,
        unit,
        amount: part.sum,
        speculative: part.of('usage', { bucket: unheard }).sum,
        price,
        priceFrom,
        cost: costOf(part.sum, unit, price),
      };
    })
    .sort((a, b) => (b.cost ?? Number.POSITIVE_INFINITY) - (a.cost ?? Number.POSITIVE_INFINITY) || a.producedBy.localeCompare(b.producedBy));
  const unpriced = usage.filter(({ price }) => price === null);
  const total = spent(tally);
  const minutes = minutesOf(tally.of('conversation'));
  const unheardCost = costOfUsage(tally.of('usage', { bucket: unheard }), context.priceOf);
  return {
    figures: [
      { name: 'cost', unit: 'usd', value: total, better: 'less', behind: {} },
      { name: 'costPerMinute', unit: 'usd', value: total === null ? null : ratio(total, minutes), better: 'less', behind: {} },
      { name: 'costPerConversation', unit: 'usd', value: total === null ? null : ratio(total, tally.of('conversation').count), better: 'less', behind: {} },
      { name: 'costUnheard', unit: 'usd', value: unheardCost, better: 'less', behind: countedIn('unheard-usage')() },
      { name: 'unpriced', unit: 'count', value: unpriced.length, better: 'less', ...usedIn(unpriced) },
    ],
    charts: [
      context.grouping === undefined
        ? keyChart('cost', 'bars', 'usd', context.timed.of('usage').by('name'), context, (part) => costOfUsage(part, context.priceOf))
        : chartOf('cost', 'bars', 'usd', context, spent),
    ],
    tables: tableOf(
      [
        ['cost', 'usd', spent],
        ['conversations', 'count', (part) => part.of('conversation').count],
        ['minutes', 'minutes', (part) => minutesOf(part.of('conversation'))],
        ['costPerMinute', 'usd', (part) => perMinute(spent(part), part)],
      ],
      context,
    ),
    usage,
  };
}

/** A time to answer, with the conversations in which one took that long. */
export function slowerThan(name: FigureName, value: number | null): Figure {
  return { name, unit: 'ms', value, better: 'less', ...(value === null ? {} : { behind: { latencyMinMs: Math.floor(value) } }) };
}

/** The conversations in which this was counted; with a key, only that. */
function countedIn(measure: CountedCondition['measure']): (key?: string) => Behind {
  return (key) => ({ counted: { measure, ...(key === undefined ? {} : { keys: [key] }) } });
}

/** The conversations that used any of these; of more than an address can name there is no list. */
function usedIn(lines: readonly UsageLine[]): { readonly behind?: Behind } {
  if (lines.length === 0 || lines.length > mostCountedKeys) return {};
  return { behind: { counted: { measure: 'usage', keys: lines.map(({ capability, producedBy, unit }) => keyOf(capability, producedBy, unit)) } } };
}

/** What is known of the cost: null when something was used and nothing of it has a price. */
export function costOfUsage(usage: Tally, priceOf: PriceOf | undefined): number | null {
  const costs = [...usage.by('key')].map(([key, part]) => {
    const [capability = '', producedBy = '', unit = ''] = partsOf(key);
    return costOf(part.sum, unit as UsageUnit, priceOf?.(capability, producedBy, unit as UsageUnit).price ?? null);
  });
  const known = costs.filter((each) => each !== null);
  return costs.length > 0 && known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0);
}

type ColumnOf = readonly [name: ColumnName, unit: ValueUnit, value: (part: Tally) => number | null];
const nothing = new Tally([]);

/** One series over time, or one for each group. */
function chartOf(name: ChartName, kind: Chart['kind'], unit: ValueUnit, context: SectionContext, value: (part: Tally) => number | null): Chart {
  if (context.grouping !== undefined) return { ...keyChart(name, kind, unit, context.timed.by('group'), context, value), name };
  return { name, kind, unit, series: [{ key: name, values: overTime(context.timed, context, value) }] };
}

/** A series for each key, the greatest first. */
function keyChart(
  name: ChartName,
  kind: Chart['kind'],
  unit: ValueUnit,
  parts: ReadonlyMap<string, Tally>,
  context: SectionContext,
  value: (part: Tally) => number | null,
): Chart {
  const sorted = [...parts].sort(([, a], [, b]) => b.of('conversation').count - a.of('conversation').count || b.count - a.count);
  const shown = sorted.length > mostSeries ? sorted.slice(0, mostSeries - 1) : sorted;
  const others = sorted.slice(shown.length).map(([, part]) => part);
  const all = [...shown, ...(others.length === 0 ? [] : [['other', Tally.joined(others)] as const])];
  return { name, kind, unit, series: all.map(([key, part]) => ({ ...named(key, context.names), values: overTime(part, context, value) })) };
}

function percentilesChart(name: ChartName, times: Tally, context: SectionContext): Chart {
  const shares = [
    ['p50', 0.5],
    ['p95', 0.95],
    ['p99', 0.99],
  ] as const;
  return {
    name,
    kind: 'lines',
    unit: 'ms',
    series: shares.map(([key, share]) => ({ key, values: overTime(times, context, (part) => part.percentile(share)) })),
  };
}

/** How many times fell between which limits, from the first to the last that any fell in. */
function distribution(name: ChartName, times: Tally): Chart {
  const { histogram } = times;
  const filled = [...histogram.keys()];
  const first = Math.min(...filled);
  const buckets = filled.length === 0 ? [] : Array.from({ length: Math.max(...filled) - first + 1 }, (_, i) => first + i);
  return {
    name,
    kind: 'bars',
    unit: 'count',
    series: [{ key: name, values: buckets.map((bucket) => histogram.get(bucket) ?? 0) }],
    axis: { unit: 'ms', values: buckets.map((bucket) => limitsOf(bucket)[1]) },
  };
}

function overTime(tally: Tally, { steps }: SectionContext, value: (part: Tally) => number | null): readonly (number | null)[] {
  const parts = tally.by('step');
  return Array.from({ length: steps }, (_, step) => value(parts.get(String(step)) ?? nothing));
}

/** A row for each group, or for each step when that was asked for. */
function tableOf(columns: readonly ColumnOf[], context: SectionContext): readonly ReportTable[] {
  const valuesOf = (part: Tally) => columns.map(([, , value]) => value(part));
  const heads = columns.map(([name, unit]): Column => ({ name, unit }));
  if (context.grouping !== undefined) {
    const { grouping, names } = context;
    const rows = [...context.grouped.by('group')]
      .sort(([, a], [, b]) => b.of('conversation').count - a.of('conversation').count)
      .slice(0, mostRows)
      .map(([key, part]): ReportRow => ({ ...named(key, names), values: valuesOf(part), behind: { [columnNames[grouping]]: key } }));
    return [{ name: 'groups', of: grouping, columns: heads, rows }];
  }
  if (!context.isByDay) return [];
  const parts = context.grouped.by('step');
  const rows = Array.from({ length: context.steps }, (_, step): ReportRow => {
    const part = parts.get(String(step)) ?? nothing;
    return { key: String(step), values: valuesOf(part), behind: { step } };
  });
  return [{ name: 'groups', of: 'day', columns: heads, rows: rows.toReversed() }];
}

const columnNames = { agent: 'agentId', branch: 'branchId', channel: 'channel', language: 'language' } as const;

/** A row for each key, the most frequent first. */
function keyTable(
  name: TableName,
  of: RowKind,
  parts: ReadonlyMap<string, Tally>,
  columns: readonly ColumnOf[],
  behind?: (key: string) => Behind,
): ReportTable {
  return {
    name,
    of,
    columns: columns.map(([column, unit]) => ({ name: column, unit })),
    rows: [...parts]
      .sort(([, a], [, b]) => (of === 'latencyPart' ? 0 : b.count - a.count))
      .slice(0, mostRows)
      .map(([key, part]) => ({ key, values: columns.map(([, , value]) => value(part)), ...(behind === undefined ? {} : { behind: behind(key) }) })),
  };
}

function named(key: string, names: GroupNames) {
  const label = names.get(key);
  return label === undefined ? { key } : { key, label };
}

function inOrder(parts: ReadonlyMap<string, Tally>, order: readonly string[]): ReadonlyMap<string, Tally> {
  return new Map(order.flatMap((key) => (parts.has(key) ? [[key, parts.get(key) ?? nothing] as const] : [])));
}

function failedOf(ended: Tally): number {
  return [...ended.by('key')].reduce((sum, [reason, part]) => sum + (statusAfter(reason as EndReason) === 'failed' ? part.count : 0), 0);
}

/** Of those that were judged. */
function rateOf(outcomes: Tally): number | null {
  const good = outcomes.of('outcome', { key: 'success' }).count;
  return ratio(good, good + outcomes.of('outcome', { key: 'failure' }).count);
}

function intervalOf(outcomes: Tally): readonly [number, number] | undefined {
  const good = outcomes.of('outcome', { key: 'success' }).count;
  return wilsonInterval(good, good + outcomes.of('outcome', { key: 'failure' }).count);
}

function intervalField(outcomes: Tally): { readonly interval?: readonly [number, number] } {
  const interval = intervalOf(outcomes);
  return interval === undefined ? {} : { interval };
}

function perMinute(spent: number | null, part: Tally): number | null {
  return spent === null ? null : ratio(spent, minutesOf(part.of('conversation')));
}

const inMinutes = (ms: number | null) => (ms === null ? null : ms / 60_000);
const minutesOf = (part: Tally) => part.sum / 60_000;
export const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);
/** A hundred times the ratio. */
const rate = (part: number, whole: number) => (whole === 0 ? null : (100 * part) / whole);
