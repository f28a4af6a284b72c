/** Quieter than this is silence: -50 dB below full scale. */
const threshold = 100;
const leadMs = 15;

/** Takes off the silence that engines put around an utterance, so that sound starts at once, and ends it with exactly the pause asked for. */
export function trimSilence(pcm: Int16Array, sampleRate: number, pauseMs: number): Int16Array {
  let first = 0;
  while (first < pcm.length && Math.abs(pcm[first] ?? 0) < threshold) first++;
  if (first === pcm.length) return new Int16Array(0);
  let last = pcm.length - 1;
  while (Math.abs(pcm[last] ?? 0) < threshold) last--;

  const lead = Math.round((leadMs * sampleRate) / 1000);
  const from = Math.max(0, first - lead);
  // The last sound's decay stays.
  const to = Math.min(pcm.length, last + lead);
  const trimmed = new Int16Array(to - from + Math.round((pauseMs * sampleRate) / 1000));
  trimmed.set(pcm.subarray(from, to));
  return trimmed;
}
