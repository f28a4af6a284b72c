import type { CellColumn, WorkspaceScope } from '../../auth/scope';
import type { ChartSeries, Figure, Grouping, Report } from '../../contracts/analytics';
import { type Measure, measures as kinds } from './measures';
import { nameGroups } from './name-groups';
import { pricesOf } from './prices';
import { columnsOf, type ReportInput } from './report-input';
import { sections } from './sections';
import { readTally, Tally } from './tally';
import { timeSteps } from './time-steps';
import { topicsReport } from './topics-report';

const groupColumns: Readonly<Record<Exclude<Grouping, 'day'>, CellColumn>> = {
  agent: 'agentId',
  branch: 'branchId',
  channel: 'channel',
  language: 'language',
};

/** What one section of analytics shows of a period. */
export async function makeReport(scope: WorkspaceScope, input: ReportInput): Promise<Report> {
  scope.may('conversations:read');
  if (input.section === 'topics') return topicsReport(scope, input);
  const { step, edges } = timeSteps(input);
  const section = sections[input.section];
  const column = input.section === 'languages' ? 'language' : input.by === undefined || input.by === 'day' ? undefined : groupColumns[input.by];
  const lengthMs = input.until.getTime() - input.from.getTime();
  const earlier = (at: Date) => new Date(at.getTime() - lengthMs);
  const isByDay = column === undefined && input.by === 'day';
  const grouping = column === undefined ? undefined : input.section === 'languages' ? 'language' : (input.by as Exclude<Grouping, 'day'>);
  const read = (measures: readonly Measure[], { isDrawn = false, isEarlier = false, ...cut }: Reading = {}) =>
    readTally(scope, {
      measures,
      countsOnly: isDrawn ? measures.filter((measure) => kinds[measure].kind === 'times' && !section.drawnTimes.includes(measure)) : undefined,
      ...cut,
      from: isEarlier ? earlier(input.from) : input.from,
      until: isEarlier ? input.from : input.until,
      where: columnsOf(input.filter),
    });
  const nothing = new Tally([]);
  const [whole, timed, grouped, wholeBefore, timedBefore, priceOf] = await Promise.all([
    read(section.measures),
    read(section.charted, { edges, by: column, isDrawn: true }),
    isByDay ? read(section.grouped, { edges }) : column === undefined ? nothing : read(section.grouped, { by: column }),
    input.compares ? read(section.measures, { isEarlier: true }) : undefined,
    // Groups of two periods over each other cannot be told apart; one line can.
    input.compares && column === undefined ? read(section.charted, { edges: edges.map(earlier), isDrawn: true, isEarlier: true }) : undefined,
    input.section === 'cost' ? pricesOf(scope) : undefined,
  ]);
  const context = { steps: edges.length, timed, grouped, grouping, isByDay, names: await nameGroups(scope, grouping, [timed, grouped]), priceOf };
  const parts = section.make(whole, context);
  const earlierParts = wholeBefore === undefined ? undefined : section.make(wholeBefore, { ...context, timed: timedBefore ?? nothing, grouped: nothing });
  return {
    section: input.section,
    step,
    at: edges.map((edge) => Math.max(edge.getTime(), input.from.getTime())),
    untilMs: input.until.getTime(),
    figures: parts.figures.map((figure, i) => withBefore(figure, earlierParts?.figures[i])),
    charts: parts.charts.map((chart) => {
      const before = timedBefore === undefined || chart.axis !== undefined ? undefined : earlierParts?.charts.find(({ name }) => name === chart.name);
      return before === undefined ? chart : { ...chart, before: alike(chart.series, before.series) };
    }),
    tables: parts.tables,
    ...(parts.usage === undefined ? {} : { usage: parts.usage }),
  };
}

interface Reading {
  readonly edges?: readonly Date[];
  readonly by?: CellColumn | undefined;
  /** Only for charts, which show percentiles of few measures. */
  readonly isDrawn?: boolean;
  readonly isEarlier?: boolean;
}

function withBefore(figure: Figure, earlier: Figure | undefined): Figure {
  return earlier === undefined ? figure : { ...figure, before: earlier.value };
}

/** The series of the period before, each beside its own of now: what is used most may have changed. */
function alike(now: readonly ChartSeries[], before: readonly ChartSeries[]): readonly ChartSeries[] {
  return now.map((series) => before.find(({ key }) => key === series.key) ?? { ...series, values: series.values.map(() => null) });
}
