import type { CellSum, WorkspaceScope } from '../../auth/scope';
import { percentileOf } from './buckets';
import { type Measure, partsOf } from './measures';

/** Sums of what conversations were counted as, to look at from several sides. */
export class Tally {
  readonly #rows: readonly CellSum[];

  constructor(rows: readonly CellSum[]) {
    this.#rows = rows;
  }

  static joined(tallies: readonly Tally[]): Tally {
    return new Tally(tallies.flatMap((tally) => tally.#rows));
  }

  /** Only one measure; of that only what `key` or `bucket` say. */
  of(measure: Measure, only: { readonly key?: string; readonly bucket?: number } = {}): Tally {
    return this.#where(
      (row) => row.measure === measure && (only.key === undefined || row.key === only.key) && (only.bucket === undefined || row.bucket === only.bucket),
    );
  }

  at(step: number): Tally {
    return this.#where((row) => row.step === step);
  }

  get count(): number {
    return this.#rows.reduce((sum, row) => sum + row.count, 0);
  }

  get sum(): number {
    return this.#rows.reduce((sum, row) => sum + row.sum, 0);
  }

  /** In ms, of a measure of times; null for none. */
  percentile(share: number): number | null {
    return percentileOf(this.histogram, share);
  }

  get histogram(): ReadonlyMap<number, number> {
    const counts = new Map<number, number>();
    for (const { bucket, count } of this.#rows) counts.set(bucket, (counts.get(bucket) ?? 0) + count);
    return counts;
  }

  get isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  /** Apart by group, by key, by the first part of the key, or by step. */
  by(side: 'group' | 'key' | 'name' | 'step'): ReadonlyMap<string, Tally> {
    const apart = new Map<string, CellSum[]>();
    for (const row of this.#rows) {
      const name = side === 'group' ? row.group : side === 'step' ? String(row.step) : side === 'key' ? row.key : (partsOf(row.key)[0] ?? '');
      const rows = apart.get(name);
      if (rows === undefined) apart.set(name, [row]);
      else rows.push(row);
    }
    return new Map([...apart].map(([name, rows]) => [name, new Tally(rows)]));
  }

  #where(test: (row: CellSum) => boolean): Tally {
    return new Tally(this.#rows.filter(test));
  }
}

export async function readTally(scope: WorkspaceScope, query: Parameters<WorkspaceScope['analytics']['sums']>[0]): Promise<Tally> {
  return new Tally(await scope.analytics.sums(query));
}
