import type { CellColumn, WorkspaceScope } from '../../auth/scope';
import type { AnalyticsFilter, AnalyticsSection, Figure, Grouping, Report } from '../../contracts/analytics';
import { nameGroups } from './name-groups';
import { pricesOf } from './prices';
import { sections } from './sections';
import { readTally } from './tally';
import { timeSteps } from './time-steps';

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

const groupColumns: Readonly<Record<Exclude<Grouping, 'day'>, CellColumn>> = {
  agent: 'agentId',
  branch: 'branchId',
  channel: 'channel',
  language: 'language',
};

/** What one section of analytics shows of a period. */
export async function makeReport(scope: WorkspaceScope, input: ReportInput): Promise<Report> {
  scope.may('conversations:read');
  const { step, edges } = timeSteps(input);
  const section = sections[input.section];
  const column = input.section === 'languages' ? 'language' : input.by === undefined || input.by === 'day' ? undefined : groupColumns[input.by];
  const read = (from: Date, until: Date, cuts: readonly Date[]) =>
    readTally(scope, {
      measures: section.measures,
      from,
      until,
      edges: cuts,
      ...(column === undefined ? {} : { by: column }),
      where: columnsOf(input.filter),
    });
  const lengthMs = input.until.getTime() - input.from.getTime();
  const earlier = (at: Date) => new Date(at.getTime() - lengthMs);
  const [tally, before, priceOf] = await Promise.all([
    read(input.from, input.until, edges),
    input.compares ? read(earlier(input.from), input.from, edges.map(earlier)) : undefined,
    input.section === 'cost' ? pricesOf(scope) : undefined,
  ]);
  const grouping = column === undefined ? undefined : input.section === 'languages' ? 'language' : (input.by as Exclude<Grouping, 'day'>);
  const context = { steps: edges.length, grouping, isByDay: input.by === 'day', names: await nameGroups(scope, grouping, tally), priceOf };
  const parts = section.make(tally, context);
  const earlierParts = before === undefined ? undefined : section.make(before, context);
  return {
    section: input.section,
    step,
    at: edges.map((edge) => Math.max(edge.getTime(), input.from.getTime())),
    untilMs: input.until.getTime(),
    figures: parts.figures.map((figure, i) => withBefore(figure, earlierParts?.figures[i])),
    charts: parts.charts.map((chart, i) => {
      const earlierChart = earlierParts?.charts[i];
      // Groups of two periods over each other cannot be told apart; one line can.
      return earlierChart === undefined || column !== undefined || chart.axis !== undefined ? chart : { ...chart, before: earlierChart.series };
    }),
    tables: parts.tables,
    ...(parts.usage === undefined ? {} : { usage: parts.usage }),
  };
}

function columnsOf(filter: AnalyticsFilter): { [K in CellColumn]?: string | undefined } {
  const { agentId, branchId, channel, language, outcome } = filter;
  return { agentId, branchId, channel, language, outcome };
}

function withBefore(figure: Figure, earlier: Figure | undefined): Figure {
  return earlier === undefined ? figure : { ...figure, before: earlier.value };
}
