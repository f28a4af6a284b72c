/** Texts whose vectors lie nearer to a group's middle than this are about the same thing. */
const nearness = 0.62;
const rounds = 6;
/** Groups whose middles are nearer than this are one. */
const sameness = 0.8;
/** One conversation alone is no topic. */
const leastTexts = 2;

/** Groups of texts by their vectors, of length 1, largest first: the places of each group's texts, the one nearest to its middle first. Always the same for the same vectors. */
export function groupTexts(vectors: readonly Float32Array[]): readonly { readonly members: readonly number[]; readonly middle: Float32Array }[] {
  let middles: Float32Array[] = [];
  for (const vector of vectors) if (nearestTo(vector, middles).likeness < nearness) middles.push(vector);
  let groups: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    groups = middles.map(() => []);
    for (const [i, vector] of vectors.entries()) {
      const { place, likeness } = nearestTo(vector, middles);
      if (likeness >= nearness) groups[place]?.push(i);
    }
    groups = groups.filter((members) => members.length > 0);
    middles = merged(groups.map((members) => middleOf(members.flatMap((i) => vectors[i] ?? []))));
  }
  return middles
    .map((middle) => ({
      middle,
      members: vectors
        .map((vector, i) => ({ i, ...nearestTo(vector, middles) }))
        .filter(({ place, likeness: near }) => middles[place] === middle && near >= nearness)
        .sort((a, b) => b.likeness - a.likeness || a.i - b.i)
        .map(({ i }) => i),
    }))
    .filter(({ members }) => members.length >= leastTexts)
    .sort((a, b) => b.members.length - a.members.length || (a.members[0] ?? 0) - (b.members[0] ?? 0));
}

/** Places on a plane for these vectors, each coordinate from -1 to 1: along the two directions in which they differ most. */
export function onPlane(vectors: readonly Float32Array[]): readonly (readonly [number, number])[] {
  const size = vectors[0]?.length ?? 0;
  if (vectors.length < 2) return vectors.map(() => [0, 0] as const);
  const mean = new Float64Array(size);
  for (const vector of vectors) for (let d = 0; d < size; d++) mean[d] = (mean[d] ?? 0) + (vector[d] ?? 0) / vectors.length;
  let rest = vectors.map((vector) => Float64Array.from(vector, (value, d) => value - (mean[d] ?? 0)));
  const axes = [0, 1].map(() => {
    const direction = mainDirection(rest, size);
    const along = rest.map((vector) => dot(vector, direction));
    rest = rest.map((vector, i) => vector.map((value, d) => value - (along[i] ?? 0) * (direction[d] ?? 0)));
    const most = Math.max(...along.map(Math.abs));
    return along.map((value) => (most < 1e-9 ? 0 : value / most));
  });
  return vectors.map((_, i) => [axes[0]?.[i] ?? 0, axes[1]?.[i] ?? 0] as const);
}

function mainDirection(vectors: readonly Float64Array[], size: number): Float64Array {
  let direction = Float64Array.from({ length: size }, (_, d) => 1 + (d % 7));
  for (let round = 0; round < 30; round++) {
    const next = new Float64Array(size);
    for (const vector of vectors) {
      const along = dot(vector, direction);
      for (let d = 0; d < size; d++) next[d] = (next[d] ?? 0) + along * (vector[d] ?? 0);
    }
    const length = Math.sqrt(dot(next, next));
    if (length < 1e-12) return new Float64Array(size);
    direction = next.map((value) => value / length);
  }
  return direction;
}

function merged(middles: readonly Float32Array[]): Float32Array[] {
  const kept: Float32Array[] = [];
  for (const middle of middles) if (nearestTo(middle, kept).likeness < sameness) kept.push(middle);
  return kept;
}

function middleOf(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] ?? 0) + (vector[d] ?? 0);
  const length = Math.sqrt(likeness(sum, sum));
  return length === 0 ? sum : sum.map((value) => value / length);
}

function nearestTo(vector: Float32Array, middles: readonly Float32Array[]): { readonly place: number; readonly likeness: number } {
  let best = { place: -1, likeness: -1 };
  for (const [place, middle] of middles.entries()) {
    const near = likeness(vector, middle);
    if (near > best.likeness) best = { place, likeness: near };
  }
  return best;
}

function likeness(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] ?? 0) * (b[d] ?? 0);
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] ?? 0) * (b[d] ?? 0);
  return sum;
}
