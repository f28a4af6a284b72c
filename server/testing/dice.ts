/** Throws of a die: the same numbers for the same seed, each below what is asked. */
export type Dice = (below: number) => number;

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // The low digits of such a generator repeat soon.
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function oneOf<T>(throwDice: Dice, values: readonly T[]): T {
  return values[throwDice(values.length)] as T;
}
