import { describe, expect, it } from 'vitest';
import { unitVector } from '../../providers/spec/embeddings';
import { groupTexts, onPlane } from './group-texts';
import { labelsOf, wordVectors } from './name-topics';

const texts = [
  'Where is my parcel? The parcel should be here.',
  'My parcel did not arrive, where is the parcel',
  'I want a refund for these shoes',
  'Can I have a refund, the shoes are too small',
  'Parcel tracking: my parcel is late',
  'Do you sell gift cards?',
];

describe('groups of texts', () => {
  it('hold what is about the same thing, largest first; what stands alone is in none', () => {
    const groups = groupTexts(wordVectors(texts)).map(({ members }) => [...members].sort());
    expect(groups).toEqual([
      [0, 1, 4],
      [2, 3],
    ]);
  });

  it('are the same whichever way vectors are made', () => {
    const vectors = [
      [1, 0.1, 0],
      [0, 0.1, 1],
      [1, 0.2, 0],
      [0, 0.2, 1],
      [1, 0, 0.1],
    ].map((values) => unitVector(Float32Array.from(values)));
    expect(groupTexts(vectors).map(({ members }) => [...members].sort())).toEqual([
      [0, 2, 4],
      [1, 3],
    ]);
  });

  it('of nothing are none, and texts without common words are in none', () => {
    expect(groupTexts([])).toEqual([]);
    expect(groupTexts(wordVectors(['apples', 'bridges', 'clouds']))).toEqual([]);
  });

  it('are named by the words that tell them apart', () => {
    const [parcels, refunds] = labelsOf([
      [texts[0] ?? '', texts[1] ?? '', texts[4] ?? ''],
      [texts[2] ?? '', texts[3] ?? ''],
    ]);
    expect(parcels).toMatch(/^Parcel/u);
    expect(refunds?.toLowerCase()).toContain('refund');
    expect(refunds?.toLowerCase()).not.toContain('parcel');
  });

  it('lie on a plane within its bounds, apart where they differ', () => {
    const places = onPlane(
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ].map((values) => Float32Array.from(values)),
    );
    expect(new Set(places.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`)).size).toBe(3);
    for (const place of places.flat()) expect(Math.abs(place)).toBeLessThanOrEqual(1);
    expect(onPlane([Float32Array.from([1, 0])])).toEqual([[0, 0]]);
  });
});
