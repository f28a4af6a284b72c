/** A WAV file of PCM16 samples, interleaved when there is more than one channel. */
export function encodeWav(pcm: Int16Array, options: { readonly sampleRate: number; readonly channels?: number }): Buffer {
  const channels = options.channels ?? 1;
  const data = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'ascii');
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8, 'ascii');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(options.sampleRate, 24);
  head.writeUInt32LE(options.sampleRate * channels * 2, 28);
  head.writeUInt16LE(channels * 2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'ascii');
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

export interface WavFormat {
  readonly sampleRate: number;
  readonly channels: number;
  /** Where the samples begin and end, in bytes. */
  readonly dataStart: number;
  readonly dataEnd: number;
}

/** Reads the head of a PCM16 WAV file. Throws on anything else. A length that is missing or too long (the writer died) is taken from the file. */
export function readWavFormat(file: Buffer): WavFormat {
  if (file.length < 12 || file.toString('ascii', 0, 4) !== 'RIFF' || file.toString('ascii', 8, 12) !== 'WAVE') throw new Error('this is no WAV file');
  let format: { sampleRate: number; channels: number } | undefined;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('ascii', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const start = at + 8;
    if (name === 'fmt ') {
      if (start + 16 > file.length || file.readUInt16LE(start) !== 1 || file.readUInt16LE(start + 14) !== 16) throw new Error('this WAV file is not PCM16');
      format = { channels: file.readUInt16LE(start + 2), sampleRate: file.readUInt32LE(start + 4) };
    }
    if (name === 'data') {
      if (format === undefined) break;
      const available = file.length - start;
      return { ...format, dataStart: start, dataEnd: start + (size === 0 || size > available ? available : size) };
    }
    at = start + size + (size % 2);
  }
  throw new Error('this WAV file has no sound in it');
}
