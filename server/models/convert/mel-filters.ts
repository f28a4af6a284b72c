const sampleRate = 16_000;
const fftSize = 400;

/** Slaney's mel filters, each of unit area, as Whisper was trained on: `bands` rows of 201 numbers. */
export function melFilters(bands: number): Float32Array {
  const bins = fftSize / 2 + 1;
  const top = toMel(sampleRate / 2);
  const edges = Array.from({ length: bands + 2 }, (_, i) => toHz((top * i) / (bands + 1)));
  const filters = new Float32Array(bands * bins);
  for (let band = 0; band < bands; band++) {
    const [low = 0, middle = 0, high = 0] = edges.slice(band, band + 3);
    for (let bin = 0; bin < bins; bin++) {
      const hz = (bin * sampleRate) / fftSize;
      const height = Math.max(0, Math.min((hz - low) / (middle - low), (high - hz) / (high - middle)));
      filters[band * bins + bin] = (height * 2) / (high - low);
    }
  }
  return filters;
}

// Linear below 1000 Hz, logarithmic above.
const linearStep = 200 / 3;
const bendHz = 1000;
const bendMel = bendHz / linearStep;
const logStep = Math.log(6.4) / 27;

function toMel(hz: number): number {
  return hz < bendHz ? hz / linearStep : bendMel + Math.log(hz / bendHz) / logStep;
}

function toHz(mel: number): number {
  return mel < bendMel ? mel * linearStep : bendHz * Math.exp(logStep * (mel - bendMel));
}
