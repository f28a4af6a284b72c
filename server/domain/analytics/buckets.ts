/** Times are counted in buckets that each reach 2^(1/8) (about 9 %) further than the one before, from 10 ms to about ten hours. */
const perOctave = 8;
const lowestMs = 10;
const highest = 175;

/** Where a time is counted; everything up to 10 ms in the first bucket. */
export function bucketOf(ms: number): number {
  if (!(ms > lowestMs)) return 0;
  return Math.min(highest, Math.ceil(Math.log2(ms / lowestMs) * perOctave));
}

/** Above which time a bucket begins and up to which it reaches, in ms. */
export function limitsOf(bucket: number): readonly [number, number] {
  return [bucket <= 0 ? 0 : lowestMs * 2 ** ((bucket - 1) / perOctave), lowestMs * 2 ** (Math.max(0, bucket) / perOctave)];
}

/**
 * The time that a share of the counted ones does not exceed; null for none. The bucket is exact, the place in it is taken as if its times lay evenly.
 * @param share 0 to 1
 */
export function percentileOf(counts: ReadonlyMap<number, number>, share: number): number | null {
  const filled = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = filled.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  // The nearest rank: the smallest time with at least that share at or below it.
  const rank = Math.max(1, Math.ceil(share * total));
  let below = 0;
  for (const [bucket, count] of filled) {
    if (below + count >= rank) {
      const [from, to] = limitsOf(bucket);
      return from + ((to - from) * (rank - below - 0.5)) / count;
    }
    below += count;
  }
  return null;
}
