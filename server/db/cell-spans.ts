/** A stretch of time that cells are kept for, as UTC cuts it, and what it does to the sum of a step. */
export interface WeighedSpan {
  readonly hours: 1 | 6 | 24;
  readonly start: Date;
  /** Which step it counts in. */
  readonly step: number;
  /** -1: what a longer one has too much is taken away again. */
  readonly weight: number;
}

const hourMs = 3_600_000;

/**
 * Few stretches that add up to each step of a period: days, and six hours and hours where a step begins or ends within a day of UTC, as those of most time
 * zones do. An hour belongs to the step in which it begins.
 * @param edges when each step begins, ascending; the first may lie before the period
 */
export function spansOf(from: Date, until: Date, edges: readonly Date[] = []): readonly WeighedSpan[] {
  const first = hourFrom(from);
  const last = Math.max(first, hourFrom(until));
  const bounds = [first, ...edges.slice(1).map((edge) => Math.min(last, Math.max(first, hourFrom(edge)))), last];
  return bounds
    .slice(1)
    .flatMap((end, step) => piecesOf(bounds[step] ?? end, end).map(({ hours, at, weight }) => ({ hours, start: new Date(at * hourMs), step, weight })));
}

/** `at`: in hours since 1970. */
interface Piece {
  readonly hours: 1 | 6 | 24;
  readonly at: number;
  readonly weight: number;
}

/** The first hour that begins then or later. */
function hourFrom(at: Date): number {
  return Math.ceil(at.getTime() / hourMs);
}

function piecesOf(from: number, until: number): readonly Piece[] {
  const days: Piece[] = [];
  for (let at = dayOf(from); at < dayOf(until); at += 24) days.push({ hours: 24, at, weight: 1 });
  const pieces = addedUp([...days, ...sinceMidnight(until), ...sinceMidnight(from).map((piece) => ({ ...piece, weight: -piece.weight }))]);
  if (until - from > pieces.length) return pieces;
  return Array.from({ length: until - from }, (_, i) => ({ hours: 1, at: from + i, weight: 1 }));
}

/** What each number of hours since midnight costs when it is made of blocks of six; the last three are the day less one, and the day. */
const blocks = [
  { hours: 0, pieces: 0 },
  { hours: 6, pieces: 1 },
  { hours: 12, pieces: 2 },
  { hours: 18, pieces: 2 },
  { hours: 24, pieces: 1 },
] as const;

/** The part of a day before this hour, from above or from below, whichever takes fewer pieces. */
function sinceMidnight(until: number): readonly Piece[] {
  const day = dayOf(until);
  const hour = until - day;
  const costOf = (block: (typeof blocks)[number]) => block.pieces + Math.abs(hour - block.hours);
  const { hours: whole } = blocks.reduce((best, block) => (costOf(block) < costOf(best) ? block : best));
  const pieces: Piece[] = [];
  if (whole >= 18) pieces.push({ hours: 24, at: day, weight: 1 });
  if (whole === 18) pieces.push({ hours: 6, at: day + 18, weight: -1 });
  if (whole < 18) for (let at = 0; at < whole; at += 6) pieces.push({ hours: 6, at: day + at, weight: 1 });
  for (let at = whole; at < hour; at++) pieces.push({ hours: 1, at: day + at, weight: 1 });
  for (let at = hour; at < whole; at++) pieces.push({ hours: 1, at: day + at, weight: -1 });
  return pieces;
}

/** One piece for each stretch; those that cancel out are gone. */
function addedUp(pieces: readonly Piece[]): readonly Piece[] {
  const sums = new Map<string, Piece>();
  for (const piece of pieces) {
    const name = `${piece.hours} ${piece.at}`;
    sums.set(name, { ...piece, weight: piece.weight + (sums.get(name)?.weight ?? 0) });
  }
  return [...sums.values()].filter(({ weight }) => weight !== 0);
}

function dayOf(hour: number): number {
  return Math.floor(hour / 24) * 24;
}
