/** Samples from -1 to 1 as 16 bits, `loudness` times as loud; what would go past the end of the range is turned down as a whole, not cut off. */
export function toPcm16(sound: Float32Array, loudness: number): Int16Array<ArrayBuffer> {
  let peak = 1 / loudness;
  for (const sample of sound) peak = Math.max(peak, Math.abs(sample));
  const gain = 32_767 / peak;
  const pcm = new Int16Array(sound.length);
  for (let i = 0; i < sound.length; i++) pcm[i] = Math.round((sound[i] ?? 0) * gain);
  return pcm;
}
