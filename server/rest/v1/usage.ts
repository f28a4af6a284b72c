import { z } from 'zod';
import { usageBreakdowns, usageIntervals, usageMetrics, usageOverTime } from '../../domain/speech/usage-over-time';
import { AppError } from '../../lib/app-error';
import { type Route, route } from '../route';
import type { RouteDeps } from '../routes';
import { wholeNumber } from '../wire/query';

/** A time in seconds or, as the official clients send it, in milliseconds. */
const time = wholeNumber.min(0).max(8.64e15);
const usageQuery = z.object({
  start_unix: time,
  end_unix: time,
  breakdown_type: z.enum(usageBreakdowns).catch('none').default('none'),
  aggregation_interval: z.enum(usageIntervals).catch('day').default('day'),
  metric: z.enum(usageMetrics).catch('tts_characters').default('tts_characters'),
});

export function usageRoutes(_: RouteDeps): readonly Route[] {
  return [
    route(
      'GET /v1/usage/character-stats',
      { permission: 'workspace:read', query: usageQuery, note: 'Counts speech made and heard through the API, by day.' },
      async ({ scope, query }) => {
        const [from, to] = [timeOf(query.start_unix), timeOf(query.end_unix)];
        if (from > to) throw new AppError('bad_request', 'The end is before the start.');
        const usage = await usageOverTime(scope, { from, to, interval: query.aggregation_interval, breakdown: query.breakdown_type, metric: query.metric });
        return { time: usage.times, usage: usage.values };
      },
    ),
  ];
}

function timeOf(value: number): Date {
  return new Date(value < 1e11 ? value * 1000 : value);
}
