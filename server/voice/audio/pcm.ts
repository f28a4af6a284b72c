/** Bytes of little-endian PCM16 as samples; an odd last byte is handed back for the next call. */
export function samplesFromBytes(bytes: Uint8Array, leftover: Uint8Array = new Uint8Array(0)): { readonly pcm: Int16Array; readonly leftover: Uint8Array } {
  // The usual case needs no copy: whoever keeps samples for longer copies them anyway.
  if (leftover.length === 0 && bytes.length % 2 === 0 && bytes.byteOffset % 2 === 0)
    return { pcm: new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2), leftover };
  const total = leftover.length + bytes.length;
  const whole = total - (total % 2);
  const aligned = new Uint8Array(whole);
  aligned.set(leftover.subarray(0, whole));
  aligned.set(bytes.subarray(0, whole - leftover.length), leftover.length);
  return { pcm: new Int16Array(aligned.buffer), leftover: total > whole ? bytes.slice(bytes.length - 1) : new Uint8Array(0) };
}

/** Little-endian bytes of samples, sharing their memory. */
export function bytesOfSamples(pcm: Int16Array): Uint8Array {
  return new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
}

export function concatSamples(parts: readonly Int16Array[]): Int16Array {
  const joined = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The 44 bytes in front of PCM16 in a WAV file. */
export function wavHeader(options: { readonly sampleRate: number; readonly channels: number; readonly dataBytes: number }): Uint8Array {
  const header = new DataView(new ArrayBuffer(44));
  const text = (at: number, value: string) => {
    for (let i = 0; i < value.length; i++) header.setUint8(at + i, value.charCodeAt(i));
  };
  const frameBytes = options.channels * 2;
  text(0, 'RIFF');
  header.setUint32(4, 36 + options.dataBytes, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, options.channels, true);
  header.setUint32(24, options.sampleRate, true);
  header.setUint32(28, options.sampleRate * frameBytes, true);
  header.setUint16(32, frameBytes, true);
  header.setUint16(34, 16, true);
  text(36, 'data');
  header.setUint32(40, options.dataBytes, true);
  return new Uint8Array(header.buffer);
}

export interface Wav {
  readonly sampleRate: number;
  readonly channels: number;
  /** Interleaved samples. */
  readonly pcm: Int16Array;
}

/** Reads a PCM16 WAV file; throws a plain Error that says what is wrong with any other. */
export function readWav(bytes: Uint8Array): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 44 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw new Error('not a WAV file');
  let format: { channels: number; sampleRate: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    if (tag(at) === 'fmt ') {
      if (view.getUint16(at + 8, true) !== 1 || view.getUint16(at + 22, true) !== 16) throw new Error('only 16-bit PCM WAV files can be read');
      format = { channels: view.getUint16(at + 10, true), sampleRate: view.getUint32(at + 12, true) };
    }
    if (tag(at) === 'data') {
      if (format === undefined) throw new Error('the WAV file has no format before its data');
      const end = Math.min(at + 8 + size, bytes.length);
      return { ...format, pcm: samplesFromBytes(bytes.subarray(at + 8, end)).pcm };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error('the WAV file has no data');
}
