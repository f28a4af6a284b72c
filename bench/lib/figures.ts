/** Median and 95th percentile, as `655 (676)`. */
export function medianP95(values: readonly number[]): string {
  if (values.length === 0) return '-';
  return `${Math.round(percentile(values, 0.5))} (${Math.round(percentile(values, 0.95))})`;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  rows.forEach((row, i) => {
    console.log(`| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
    if (i === 0) console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  });
}

/** Where speech really is in a recording: between its first and last block above a share of its loudest. */
export function speechOf(pcm: Int16Array): Int16Array {
  const block = 160;
  const levels = Array.from({ length: Math.floor(pcm.length / block) }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < block; j++) sum += (pcm[i * block + j] ?? 0) ** 2;
    return Math.sqrt(sum / block);
  });
  const loud = Math.max(...levels) * 0.04;
  const first = levels.findIndex((level) => level > loud);
  const last = levels.findLastIndex((level) => level > loud);
  return pcm.slice(Math.max(0, first) * block, (last + 1) * block);
}
