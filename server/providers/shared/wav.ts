/** A WAV file of mono PCM16. */
export function wavOf(pcm: Int16Array, sampleRate: number): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(44 + pcm.length * 2);
  const view = new DataView(file.buffer);
  const ascii = (at: number, text: string) => file.set(Buffer.from(text, 'latin1'), at);
  ascii(0, 'RIFF');
  view.setUint32(4, 36 + pcm.length * 2, true);
  ascii(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  ascii(36, 'data');
  view.setUint32(40, pcm.length * 2, true);
  file.set(bytesOf(pcm), 44);
  return file;
}

/** The samples as little-endian bytes; a view, not a copy. */
export function bytesOf(pcm: Int16Array): Uint8Array {
  return new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
}

/** Joins what is left of one chunk of bytes to the next, since a network cuts samples in two. */
export class SampleJoiner {
  #odd: number | undefined;

  samples(bytes: Uint8Array): Int16Array {
    const hasOdd = this.#odd !== undefined;
    const total = bytes.length + (hasOdd ? 1 : 0);
    const whole = new Uint8Array(total - (total % 2));
    if (hasOdd && whole.length > 0) whole[0] = this.#odd ?? 0;
    whole.set(bytes.subarray(0, Math.max(0, whole.length - (hasOdd ? 1 : 0))), hasOdd ? 1 : 0);
    if (total % 2 === 1) this.#odd = bytes.at(-1) ?? this.#odd;
    else this.#odd = undefined;
    return new Int16Array(whole.buffer);
  }
}

export function joined(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
