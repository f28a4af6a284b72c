import type { Step } from '../../contracts/analytics';

export interface TimeSteps {
  readonly step: Step;
  /** When each step begins; the first may begin before the period does. */
  readonly edges: readonly Date[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A period cut into hours, or into days or weeks (from Monday) as they are in a time zone. */
export function timeSteps({ from, until, timeZone }: { readonly from: Date; readonly until: Date; readonly timeZone: string }): TimeSteps {
  const length = until.getTime() - from.getTime();
  const step: Step = length <= 2 * dayMs ? 'hour' : length <= 93 * dayMs ? 'day' : 'week';
  const edges: Date[] = [];
  for (let at = beginningOf(step, from, timeZone); at < until; at = nextAfter(step, at, timeZone)) edges.push(at);
  return { step, edges };
}

function beginningOf(step: Step, at: Date, timeZone: string): Date {
  if (step === 'hour') return new Date(Math.floor(at.getTime() / hourMs) * hourMs);
  const { year, month, day } = localDay(at, timeZone);
  const weekday = (new Date(Date.UTC(year, month, day)).getUTCDay() + 6) % 7;
  return midnight(year, month, step === 'week' ? day - weekday : day, timeZone);
}

function nextAfter(step: Step, at: Date, timeZone: string): Date {
  if (step === 'hour') return new Date(at.getTime() + hourMs);
  // Noon is on the right day whatever the clocks did in the night.
  const { year, month, day } = localDay(new Date(at.getTime() + dayMs / 2), timeZone);
  return midnight(year, month, day + (step === 'week' ? 7 : 1), timeZone);
}

/** The moment a day begins; where clocks skip midnight, the first one there is. */
function midnight(year: number, month: number, day: number, timeZone: string): Date {
  const wall = Date.UTC(year, month, day);
  const guess = wall - offsetMs(new Date(wall), timeZone);
  return new Date(wall - offsetMs(new Date(guess), timeZone));
}

function localDay(at: Date, timeZone: string): { readonly year: number; readonly month: number; readonly day: number } {
  const wall = new Date(at.getTime() + offsetMs(at, timeZone));
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth(), day: wall.getUTCDate() };
}

function offsetMs(at: Date, timeZone: string): number {
  const parts = new Map(
    formatter(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - Math.floor(at.getTime() / 1000) * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timeZone, made);
  return made;
}
