import { expect, it } from 'vitest';
import { cachedTestModel } from '../../../models/cached-test-model';
import { configureEmbedded } from '../configure';
import { miniLm, miniLmModel } from './engine';

const never = new AbortController().signal;
const cached = await cachedTestModel(miniLmModel);
const provider = miniLm.create({}, miniLmModel);

it('without its model it says that it is not ready, and fails as what can be tried again', async () => {
  configureEmbedded({});
  expect(provider.isReady()).toBe(false);
  await expect(provider.embed(['x'], { of: 'question', signal: never })).rejects.toMatchObject({ provider: 'embedded', isPermanent: false });
});

it.skipIf('unavailable' in cached)('texts of one meaning lie nearer each other than those that share words, whatever else is in the batch', async () => {
  if ('unavailable' in cached) return;
  configureEmbedded({ modelsDir: cached.modelsDir });
  expect(provider.isReady()).toBe(true);
  const texts = ['How much is delivery?', 'Shipping costs five euros.', 'How much is the fish?', 'x '.repeat(600), ''];
  const [delivery, shipping, fish, long, empty] = await provider.embed(texts, { of: 'passages', signal: never });
  const [alone] = await provider.embed(['How much is delivery?'], { of: 'question', signal: never });
  const near = (a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  expect(delivery).toHaveLength(384);
  expect(near(delivery, delivery)).toBeCloseTo(1, 4);
  expect(near(delivery, shipping)).toBeGreaterThan(near(fish, shipping) + 0.1);
  expect(near(delivery, alone)).toBeGreaterThan(0.99);
  for (const vector of [long, empty]) expect(near(vector, vector)).toBeCloseTo(1, 4);
});
