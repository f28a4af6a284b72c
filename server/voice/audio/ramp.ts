/** The sound with its beginning growing out of silence, or its end dying away into it; the rest as it is. */
export function ramped(pcm: Int16Array, direction: 'in' | 'out', samples: number): Int16Array {
  const length = Math.min(samples, pcm.length);
  const shaped = pcm.slice();
  for (let i = 0; i < length; i++) {
    const at = direction === 'in' ? i : pcm.length - 1 - i;
    shaped[at] = Math.round(((shaped[at] ?? 0) * i) / length);
  }
  return shaped;
}
