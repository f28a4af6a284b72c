const z = 1.959963985;

/** Between which bounds a share lies with 95 % confidence, after `good` of `all`; undefined for nothing. */
export function wilsonInterval(good: number, all: number): readonly [number, number] | undefined {
  if (all === 0) return undefined;
  const share = good / all;
  const middle = share + z ** 2 / (2 * all);
  const reach = z * Math.sqrt((share * (1 - share)) / all + z ** 2 / (4 * all ** 2));
  const scale = 1 + z ** 2 / all;
  return [Math.max(0, (middle - reach) / scale), Math.min(1, (middle + reach) / scale)];
}
