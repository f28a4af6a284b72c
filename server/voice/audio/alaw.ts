/** G.711 A-law, one byte a sample. */
export function encodeAlaw(pcm: Int16Array): Uint8Array {
  return Uint8Array.from(pcm, (sample) => {
    const sign = sample >= 0 ? 0x80 : 0;
    const magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32_635);
    const exponent = magnitude >= 256 ? 31 - Math.clz32(magnitude) - 7 : 0;
    const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f;
    return (sign | (exponent << 4) | mantissa) ^ 0x55;
  });
}
