/** Sound of a mono PCM16 WAV file. A length of 0 or past the end, as a program writes that streams, means up to the end. */
export function readWav(bytes: Uint8Array): { readonly sampleRate: number; readonly pcm: Int16Array<ArrayBuffer> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw new Error('not a WAV file');
  let sampleRate = 16_000;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    if (tag(at) === 'fmt ') {
      if (view.getUint16(at + 8, true) !== 1 || view.getUint16(at + 10, true) !== 1 || view.getUint16(at + 22, true) !== 16) {
        throw new Error('not a mono 16-bit WAV file');
      }
      sampleRate = view.getUint32(at + 12, true);
    }
    if (tag(at) === 'data') {
      const end = Math.min(bytes.length, size === 0 ? bytes.length : at + 8 + size);
      const pcm = new Int16Array(Math.floor((end - at - 8) / 2));
      for (let i = 0; i < pcm.length; i++) pcm[i] = view.getInt16(at + 8 + 2 * i, true);
      return { sampleRate, pcm };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error('a WAV file without sound');
}
