import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unitVector } from '../../../providers/spec/embeddings';
import { likenesses, packVectors, rowBytes } from './packed-vectors';
import { nearest } from './vector-search';

const vectorOf = (values: readonly number[]) => unitVector(Float32Array.from(values));
const vectors = (dimensions: number) =>
  fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: dimensions, maxLength: dimensions }), { minLength: 1, maxLength: 20 });
const never = AbortSignal.timeout(30_000);

it('packed vectors take a byte a dimension and keep their likeness to a hundredth', () => {
  fc.assert(
    fc.property(vectors(16), (rows) => {
      const full = rows.map(vectorOf);
      const packed = packVectors(full);
      expect(packed.byteLength).toBe(rows.length * rowBytes(16));
      const question = full[0] ?? new Float32Array(16);
      const found = likenesses(packed, 16, question);
      full.forEach((vector, row) => {
        const exact = vector.reduce((sum, value, i) => sum + value * (question[i] ?? 0), 0);
        expect(Math.abs((found[row] ?? 9) - exact)).toBeLessThan(0.02);
      });
    }),
    { numRuns: 100 },
  );
});

it('the nearest rows of several indexes are found exactly, and read only when they are not there yet', async () => {
  let reads = 0;
  const random = (seed: number) =>
    Array.from({ length: 300 }, (_, row) => vectorOf(Array.from({ length: 32 }, (__, i) => Math.sin(seed * 7.1 + row * 3.3 + i * i))));
  const [left, right] = [random(1), random(2)];
  const indexOf = (key: string, rows: readonly Float32Array[]) => ({
    key,
    async read() {
      reads++;
      return { dimensions: 32, packed: packVectors(rows) };
    },
  });
  const indexes = [indexOf('left', left), indexOf('right', right)];
  const question = vectorOf(Array.from({ length: 32 }, (_, i) => Math.cos(i)));
  const exact = [...left.map((vector, row) => ({ key: 'left', row, vector })), ...right.map((vector, row) => ({ key: 'right', row, vector }))]
    .map(({ key, row, vector }) => ({ key, row, likeness: vector.reduce((sum, value, i) => sum + value * (question[i] ?? 0), 0) }))
    .sort((a, b) => b.likeness - a.likeness);
  const found = await nearest(indexes, question, 5, never);
  expect(found).toHaveLength(5);
  expect(exact.slice(0, 8).map(({ key, row }) => `${key} ${row}`)).toEqual(expect.arrayContaining([`${found[0]?.key} ${found[0]?.row}`]));
  for (const { key, row, likeness } of found) expect(likeness).toBeCloseTo(exact.find((each) => each.key === key && each.row === row)?.likeness ?? 9, 1);
  expect((found.at(-1)?.likeness ?? 0) > (exact[12]?.likeness ?? 9) - 0.02).toBe(true);
  await nearest(indexes, question, 5, never);
  expect(reads).toBe(2);
});

it('an index that is gone, or of another model, is left out', async () => {
  const gone = { key: 'gone', read: async () => undefined };
  const other = { key: 'other', read: async () => ({ dimensions: 4, packed: packVectors([vectorOf([1, 0, 0, 0])]) }) };
  expect(await nearest([gone, other], vectorOf(Array.from({ length: 8 }, () => 1)), 5, never)).toEqual([]);
});
