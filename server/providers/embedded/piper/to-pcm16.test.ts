import { expect, it } from 'vitest';
import { toPcm16 } from './to-pcm16';

it('makes quiet sound louder by the factor asked for', () => {
  expect([...toPcm16(Float32Array.of(0, 0.25, -0.25), 2)]).toEqual([0, 16_384, -16_383]);
});

it('turns down what would be cut off, and keeps its form', () => {
  expect([...toPcm16(Float32Array.of(0.5, -1.5, 0.75), 2)]).toEqual([10_922, -32_767, 16_384]);
});
