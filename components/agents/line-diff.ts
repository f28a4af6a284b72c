export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Past this many cells the table of the comparison would be felt, and lines are shown as all removed, all added. */
const mostCells = 4_000_000;

/** Line by line what was taken out and what was put in (longest common subsequence). */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const old = before.split('\n');
  const fresh = after.split('\n');
  if (old.length * fresh.length > mostCells)
    return [...old.map((text) => ({ kind: 'removed', text }) as const), ...fresh.map((text) => ({ kind: 'added', text }) as const)];
  const width = fresh.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = fresh.length - 1; column >= 0; column--) {
      lengths[row * width + column] =
        old[row] === fresh[column]
          ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(lengths[(row + 1) * width + column] ?? 0, lengths[row * width + column + 1] ?? 0);
    }
  }
  const lines: DiffLine[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length || column < fresh.length) {
    const removed = old[row];
    const added = fresh[column];
    if (removed !== undefined && removed === added) {
      lines.push({ kind: 'same', text: removed });
      row++;
      column++;
    } else if (removed !== undefined && (added === undefined || (lengths[(row + 1) * width + column] ?? 0) >= (lengths[row * width + column + 1] ?? 0))) {
      lines.push({ kind: 'removed', text: removed });
      row++;
    } else if (added !== undefined) {
      lines.push({ kind: 'added', text: added });
      column++;
    }
  }
  return lines;
}
