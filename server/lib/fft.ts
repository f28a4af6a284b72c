/** A discrete Fourier transform in place for a length that is the product of these small factors. */
export function createFft(factors: readonly number[]): (real: Float64Array, imaginary: Float64Array) => void {
  const length = factors.reduce((product, factor) => product * factor, 1);
  const cosines = Float64Array.from({ length }, (_, i) => Math.cos((2 * Math.PI * i) / length));
  const sines = Float64Array.from({ length }, (_, i) => -Math.sin((2 * Math.PI * i) / length));
  const order = digitReversed(factors, length);
  const outReal = new Float64Array(length);
  const outImaginary = new Float64Array(length);
  const most = Math.max(...factors);
  const partsReal = new Float64Array(most);
  const partsImaginary = new Float64Array(most);

  return (real, imaginary) => {
    for (let i = 0; i < length; i++) {
      const from = order[i] ?? 0;
      outReal[i] = real[from] ?? 0;
      outImaginary[i] = imaginary[from] ?? 0;
    }
    // The last factor's transforms are the smallest; each earlier one joins those of the one after it.
    let inner = 1;
    for (let level = factors.length - 1; level >= 0; level--) {
      const factor = factors[level] ?? 1;
      join(factor, inner);
      inner *= factor;
    }
    real.set(outReal);
    imaginary.set(outImaginary);
  };

  function join(factor: number, inner: number): void {
    const size = factor * inner;
    const step = length / size;
    const spoke = length / factor;
    for (let block = 0; block < length; block += size) {
      for (let k = 0; k < inner; k++) {
        for (let i = 0; i < factor; i++) {
          const at = block + i * inner + k;
          const turn = i * k * step;
          const re = outReal[at] ?? 0;
          const im = outImaginary[at] ?? 0;
          const cosine = cosines[turn] ?? 0;
          const sine = sines[turn] ?? 0;
          partsReal[i] = re * cosine - im * sine;
          partsImaginary[i] = re * sine + im * cosine;
        }
        for (let j = 0; j < factor; j++) {
          let re = 0;
          let im = 0;
          for (let i = 0; i < factor; i++) {
            const turn = (i * j * spoke) % length;
            const cosine = cosines[turn] ?? 0;
            const sine = sines[turn] ?? 0;
            re += (partsReal[i] ?? 0) * cosine - (partsImaginary[i] ?? 0) * sine;
            im += (partsReal[i] ?? 0) * sine + (partsImaginary[i] ?? 0) * cosine;
          }
          outReal[block + j * inner + k] = re;
          outImaginary[block + j * inner + k] = im;
        }
      }
    }
  }
}

/** Where each number of the input goes so that the smallest transforms find theirs side by side. */
function digitReversed(factors: readonly number[], length: number): Int32Array {
  const order = new Int32Array(length);
  const place = (at: number, from: number, stride: number, size: number, level: number): void => {
    const factor = factors[level];
    if (factor === undefined) {
      order[at] = from;
      return;
    }
    const inner = size / factor;
    for (let i = 0; i < factor; i++) place(at + i * inner, from + i * stride, stride * factor, inner, level + 1);
  };
  place(0, 0, 1, length, 0);
  return order;
}
