/**
 * Vectors as they are stored and searched: for each a scale (32-bit float, little-endian), then one signed byte a dimension. A quarter of the
 * room, and the order of neighbours stays the same but for ties.
 */
export function packVectors(vectors: readonly Float32Array[]): Uint8Array {
  const dimensions = vectors[0]?.length ?? 0;
  const packed = new Uint8Array(vectors.length * rowBytes(dimensions));
  const view = new DataView(packed.buffer);
  vectors.forEach((vector, row) => {
    const start = row * rowBytes(dimensions);
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = largest === 0 ? 1 : largest / 127;
    view.setFloat32(start, scale, true);
    vector.forEach((value, i) => view.setInt8(start + 4 + i, Math.round(value / scale)));
  });
  return packed;
}

/** The vectors again, as near as they were kept. */
export function unpackVectors(packed: Uint8Array, dimensions: number): Float32Array[] {
  const width = rowBytes(dimensions);
  const scales = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const values = new Int8Array(packed.buffer, packed.byteOffset, packed.byteLength);
  return Array.from({ length: Math.floor(packed.length / width) }, (_, row) => {
    const start = row * width + 4;
    const scale = scales.getFloat32(row * width, true);
    return Float32Array.from(values.subarray(start, start + dimensions), (value) => value * scale);
  });
}

export function rowBytes(dimensions: number): number {
  return 4 + dimensions;
}

/** Likeness (cosine, for vectors of length 1) of the question to each row. */
export function likenesses(packed: Uint8Array, dimensions: number, question: Float32Array): Float32Array {
  const width = rowBytes(dimensions);
  const count = Math.floor(packed.length / width);
  const scales = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const values = new Int8Array(packed.buffer, packed.byteOffset, packed.byteLength);
  const found = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const start = row * width + 4;
    let sum = 0;
    for (let i = 0; i < dimensions; i++) sum += (values[start + i] ?? 0) * (question[i] ?? 0);
    found[row] = sum * scales.getFloat32(row * width, true);
  }
  return found;
}
