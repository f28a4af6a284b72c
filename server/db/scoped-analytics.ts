import { spansOf, type WeighedSpan } from './cell-spans';
import type { Database } from './client';
import { Prisma } from './generated/client';

export interface CellQuery {
  readonly measures: readonly string[];
  /** Measures whose buckets are added up to one: far fewer rows. */
  readonly countsOnly?: readonly string[] | undefined;
  readonly from: Date;
  /** Not included. */
  readonly until: Date;
  /** When each step begins, ascending; absent: the whole time as one. */
  readonly edges?: readonly Date[];
  readonly by?: CellColumn | undefined;
  readonly where: { readonly [K in CellColumn]?: string | undefined };
}

export type CellColumn = 'agentId' | 'branchId' | 'channel' | 'language' | 'outcome';

export interface CellSum {
  /** Which of `edges`. */
  readonly step: number;
  /** Value of the column that was asked for; empty without one. */
  readonly group: string;
  readonly measure: string;
  readonly key: string;
  readonly bucket: number;
  readonly count: number;
  readonly sum: number;
}

export type TopicQuery = Pick<CellQuery, 'from' | 'until' | 'edges' | 'where'>;

export interface TopicSum {
  readonly topicId: string;
  /** Which of `edges`. */
  readonly step: number;
  readonly outcome: string;
  readonly count: number;
}

/** Sums that Prisma cannot group, within one workspace. The statements name the workspace. */
export interface ScopedAnalytics {
  sums(query: CellQuery): Promise<readonly CellSum[]>;
  /** Conversations about each topic; a conversation is about one at most. */
  topics(query: TopicQuery): Promise<readonly TopicSum[]>;
}

const columns: Readonly<Record<CellColumn, Prisma.Sql>> = {
  agentId: Prisma.sql`g."agentId"`,
  branchId: Prisma.sql`g."branchId"`,
  channel: Prisma.sql`g."channel"`,
  language: Prisma.sql`g."language"`,
  outcome: Prisma.sql`g."outcome"`,
};

const conversationColumns: Readonly<Record<CellColumn, Prisma.Sql>> = {
  agentId: Prisma.sql`c."agentId"`,
  branchId: Prisma.sql`coalesce(c."branchId", '')`,
  channel: Prisma.sql`c."source"`,
  language: Prisma.sql`c."language"`,
  outcome: Prisma.sql`c."callSuccessful"`,
};

const columnNames = Object.keys(columns) as readonly CellColumn[];

export function scopedAnalytics(db: Database, workspaceId: string): ScopedAnalytics {
  return {
    async sums({ measures, countsOnly = [], from, until, edges, by, where }) {
      const spans = spansOf(from, until, edges);
      if (spans.length === 0) return [];
      const level = levelOf(new Set([...(by === undefined ? [] : [by]), ...columnNames.filter((name) => where[name] !== undefined)]));
      // Stretches of one length are named to the index each by itself: between two of them may lie many that are not asked for.
      const cellsOf = ([hours, list]: readonly [number, readonly WeighedSpan[]]) => Prisma.sql`
        SELECT s."step", ${by === undefined ? Prisma.sql`''` : columns[by]} AS "group", c."measure", c."key",
          CASE WHEN c."measure" = ANY(${[...countsOnly]}) THEN 0 ELSE c."bucket" END AS "bucket", c."count" * s."weight" AS "count", c."sum" * s."weight" AS "sum"
        FROM "AnalyticsGroup" g
        JOIN "AnalyticsCell" c ON c."workspaceId" = g."workspaceId" AND c."groupId" = g."id" AND c."hours" = ${hours}::smallint
          AND c."measure" = ANY(${[...measures]}) AND c."start" = ANY(${[...new Set(list.map(({ start }) => start))]}::timestamptz[])
        JOIN unnest(${list.map(({ start }) => start)}::timestamptz[], ${list.map(({ step }) => step)}::int[], ${list.map(({ weight }) => weight)}::int[])
          AS s("start", "step", "weight") ON s."start" = c."start"
        WHERE g."workspaceId" = ${workspaceId} AND g."level" = ${level} ${only(columns, where)}`;
      return db.$queryRaw<CellSum[]>`
        SELECT "step", "group", "measure", "key", "bucket", sum("count")::float8 AS "count", sum("sum")::float8 AS "sum"
        FROM (${Prisma.join([...Map.groupBy(spans, ({ hours }) => hours)].map(cellsOf), ' UNION ALL ')}) cells
        GROUP BY 1, 2, 3, 4, 5 HAVING sum("count") <> 0`;
    },
    topics({ from, until, edges, where }) {
      const step = edges === undefined ? Prisma.sql`0` : Prisma.sql`width_bucket(c."startedAt", ${[...edges]}::timestamptz[]) - 1`;
      return db.$queryRaw<TopicSum[]>`
        SELECT t."topic"->>'id' AS "topicId", ${step} AS "step", c."callSuccessful" AS "outcome", count(*)::float8 AS "count"
        FROM "AgentTopics" a
        CROSS JOIN LATERAL jsonb_array_elements(a."topics") AS t("topic")
        CROSS JOIN LATERAL jsonb_array_elements_text(t."topic"->'conversationIds') AS said("id")
        JOIN "Conversation" c ON c."workspaceId" = a."workspaceId" AND c."id" = said."id"
        WHERE a."workspaceId" = ${workspaceId} AND c."deletedAt" IS NULL AND c."startedAt" >= ${from} AND c."startedAt" < ${until}
          ${only(conversationColumns, where)}
        GROUP BY 1, 2, 3`;
    },
  };
}

function only(from: typeof columns, where: CellQuery['where']): Prisma.Sql {
  const wanted = columnNames.flatMap((name) => (where[name] === undefined ? [] : [Prisma.sql`AND ${from[name]} = ${where[name]}`]));
  return wanted.length === 0 ? Prisma.empty : Prisma.join(wanted, ' ');
}

/** The coarsest cells that still tell these columns apart: there are the fewest of them. A branch has one agent. */
function levelOf(needed: ReadonlySet<CellColumn>): string {
  const [only] = needed;
  if (only === undefined) return 'all';
  if (needed.size === 2 && needed.has('agentId') && needed.has('branchId')) return 'branch';
  return needed.size === 1 ? levels[only] : 'full';
}

const levels = { agentId: 'agent', branchId: 'branch', channel: 'channel', language: 'language', outcome: 'outcome' } as const;
