import { z } from 'zod';
import { analyticsSections, groupings, usageUnits } from '../../contracts/analytics';
import { listAnalyticsValues } from '../../domain/analytics/list-values';
import { getOverview } from '../../domain/analytics/overview';
import { pricesFor, setPrice } from '../../domain/analytics/prices';
import { providersUse } from '../../domain/analytics/provider-use';
import { makeReport } from '../../domain/analytics/report';
import { knownTopics } from '../../domain/topics/known-topics';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const word = z.string().min(1).max(200);
const mostSeconds = 5 * 366 * 24 * 3600;
const moment = z.number().int().min(0).max(9_999_999_999);
const period = z
  .object({ fromUnix: moment, untilUnix: moment })
  .refine(({ fromUnix, untilUnix }) => untilUnix > fromUnix && untilUnix - fromUnix <= mostSeconds, 'A period ends after it begins, and within five years.');
const at = (unix: number) => new Date(unix * 1000);

export const analyticsRouter = t.router({
  report: workspaceProcedure('conversations:read')
    .input(
      z.object({
        section: z.enum(analyticsSections),
        period,
        timeZone: z.string().max(60).refine(isTimeZone, 'No such time zone.'),
        filter: z
          .object({ agentId: word.optional(), branchId: word.optional(), channel: word.optional(), language: word.optional(), outcome: word.optional() })
          .default({}),
        by: z.enum(groupings).optional(),
        compares: z.boolean().default(false),
      }),
    )
    .query(({ ctx, input: { period: asked, ...input } }) => makeReport(ctx.scope, { ...input, from: at(asked.fromUnix), until: at(asked.untilUnix) })),
  overview: workspaceProcedure('conversations:read')
    .input(z.object({ period }))
    .query(({ ctx, input }) => getOverview(ctx.scope, { from: at(input.period.fromUnix), until: at(input.period.untilUnix) })),
  providers: workspaceProcedure('credentials:read')
    .input(z.object({ period, timeZone: z.string().max(60).refine(isTimeZone, 'No such time zone.') }))
    .query(({ ctx, input }) => providersUse(ctx.scope, { from: at(input.period.fromUnix), until: at(input.period.untilUnix), timeZone: input.timeZone })),
  values: workspaceProcedure('conversations:read').query(({ ctx }) => listAnalyticsValues(ctx.scope)),
  topics: workspaceProcedure('conversations:read').query(async ({ ctx }) =>
    (await knownTopics(ctx.scope)).map(({ id, label, agentId, agentName }) => ({ id, label, agentId, agentName })),
  ),
  /** What is paid for what these providers were used for. */
  prices: workspaceProcedure('conversations:read')
    .input(z.object({ uses: z.array(z.object({ capability: word, producedBy: word })).max(100) }))
    .query(({ ctx, input }) => pricesFor(ctx.scope, input.uses)),
  setPrice: workspaceProcedure('workspace:write')
    .input(
      z.object({
        capability: word,
        producedBy: word,
        unit: z.enum(usageUnits),
        usd: z.number().min(0).max(1_000_000).nullable(),
      }),
    )
    .mutation(({ ctx, input: { capability, producedBy, unit, usd } }) => setPrice(ctx.scope, { capability, producedBy, unit, usd })),
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false; // what Intl does not know
  }
}
