export const homeTimes = ['day', 'week'] as const;
export type HomeTime = (typeof homeTimes)[number];

/** How much of each list the page shows. */
export const recentShown = 6;
export const liveShown = 8;

const hourSeconds = 3600;
const hours = { day: 24, week: 7 * 24 } as const;

export function homeTimeOf(text: string | null | undefined): HomeTime {
  return homeTimes.find((name) => name === text) ?? 'day';
}

/** Whole hours, so that the same question stays the same question while the page is open. `now` in ms. */
export function homePeriod(time: HomeTime, now: number) {
  const hour = Math.floor(now / 1000 / hourSeconds) * hourSeconds;
  return { fromUnix: hour - hours[time] * hourSeconds, untilUnix: hour + hourSeconds };
}
