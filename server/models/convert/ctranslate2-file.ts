export interface Weight {
  readonly dims: readonly number[];
  readonly type: 'f32' | 'f16' | 'other';
  readonly bytes: Uint8Array;
}

/** Reads a CTranslate2 `model.bin` (binary version 6): the weights by name. Bytes are views into the given buffer. */
export function readCTranslate2(file: Uint8Array): { readonly spec: string; readonly weights: ReadonlyMap<string, Weight> } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = 0;
  const u8 = (): number => view.getUint8(at++);
  const u32 = (): number => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const text = (): string => {
    const length = view.getUint16(at, true);
    at += 2 + length;
    return new TextDecoder().decode(file.subarray(at - length, at - 1)); // without the closing zero
  };

  const version = u32();
  if (version !== 6) throw new Error(`CTranslate2 file of version ${version}, not 6`);
  const spec = text();
  u32(); // the spec's own revision
  const weights = new Map<string, Weight>();
  for (let left = u32(); left > 0; left--) {
    const name = text();
    const dims = Array.from({ length: u8() }, u32);
    const type = u8();
    const size = u32();
    if (at + size > file.length) throw new Error(`CTranslate2 file ends within ${name}`);
    weights.set(name, { dims, type: type === 0 ? 'f32' : type === 4 ? 'f16' : 'other', bytes: file.subarray(at, at + size) });
    at += size;
  }
  for (let left = u32(); left > 0; left--) {
    const alias = text();
    const weight = weights.get(text());
    if (weight !== undefined) weights.set(alias, weight);
  }
  return { spec, weights };
}
