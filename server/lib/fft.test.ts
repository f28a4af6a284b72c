import { expect, it } from 'vitest';
import { createFft } from './fft';

it.each([[[4, 4, 4, 4]], [[4, 4, 5, 5]], [[2, 3]]])('transforms %j numbers as the definition does', (factors) => {
  const length = factors.reduce((product, factor) => product * factor, 1);
  const real = Float64Array.from({ length }, (_, i) => Math.sin(i * i) + (i % 7));
  const imaginary = Float64Array.from({ length }, (_, i) => Math.cos(3 * i));
  const [givenReal, givenImaginary] = [real.slice(), imaginary.slice()];
  createFft(factors)(real, imaginary);
  for (let k = 0; k < length; k++) {
    let re = 0;
    let im = 0;
    for (let i = 0; i < length; i++) {
      const angle = (-2 * Math.PI * i * k) / length;
      re += (givenReal[i] ?? 0) * Math.cos(angle) - (givenImaginary[i] ?? 0) * Math.sin(angle);
      im += (givenReal[i] ?? 0) * Math.sin(angle) + (givenImaginary[i] ?? 0) * Math.cos(angle);
    }
    expect(real[k]).toBeCloseTo(re, 6);
    expect(imaginary[k]).toBeCloseTo(im, 6);
  }
});
