import type { Database } from './client';
import { Prisma } from './generated/client';

export interface CellQuery {
  readonly measures: readonly string[];
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

/** Sums that Prisma cannot group, within one workspace. The statement names the workspace. */
export interface ScopedAnalytics {
  sums(query: CellQuery): Promise<readonly CellSum[]>;
}

const columns: Readonly<Record<CellColumn, Prisma.Sql>> = {
  agentId: Prisma.sql`g."agentId"`,
  branchId: Prisma.sql`g."branchId"`,
  channel: Prisma.sql`g."channel"`,
  language: Prisma.sql`g."language"`,
  outcome: Prisma.sql`g."outcome"`,
};

const columnNames = Object.keys(columns) as readonly CellColumn[];

export function scopedAnalytics(db: Database, workspaceId: string): ScopedAnalytics {
  return {
    async sums({ measures, from, until, edges, by, where }) {
      const step = edges === undefined ? Prisma.sql`0` : Prisma.sql`greatest(0, width_bucket(c."hour", ${[...edges]}::timestamptz[]) - 1)`;
      const group = by === undefined ? Prisma.sql`''` : columns[by];
      const level = levelOf(new Set([...(by === undefined ? [] : [by]), ...columnNames.filter((name) => where[name] !== undefined)]));
      const wanted = Object.entries(columns).flatMap(([name, column]) => {
        const value = where[name as CellColumn];
        return value === undefined ? [] : [Prisma.sql`AND ${column} = ${value}`];
      });
      return db.$queryRaw<CellSum[]>`
        SELECT ${step} AS "step", ${group} AS "group", c."measure", c."key", c."bucket",
          sum(c."count")::float8 AS "count", sum(c."sum")::float8 AS "sum"
        FROM "AnalyticsGroup" g JOIN "AnalyticsCell" c ON c."workspaceId" = g."workspaceId" AND c."groupId" = g."id"
        WHERE g."workspaceId" = ${workspaceId} AND g."level" = ${level} AND c."measure" = ANY(${[...measures]}) AND c."hour" >= ${from} AND c."hour" < ${until}
          ${wanted.length === 0 ? Prisma.empty : Prisma.join(wanted, ' ')}
        GROUP BY 1, 2, c."measure", c."key", c."bucket"`;
    },
  };
}

/** The coarsest cells that still tell these columns apart: there are the fewest of them. A branch has one agent. */
function levelOf(needed: ReadonlySet<CellColumn>): string {
  const [only] = needed;
  if (only === undefined) return 'all';
  if (needed.size === 2 && needed.has('agentId') && needed.has('branchId')) return 'branch';
  return needed.size === 1 ? levels[only] : 'full';
}

const levels = { agentId: 'agent', branchId: 'branch', channel: 'channel', language: 'language', outcome: 'outcome' } as const;
