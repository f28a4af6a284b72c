import { AppError } from '../../lib/app-error';
import { createResampler } from '../../lib/resample';
import { samplesFromBytes } from '../../voice/audio/pcm';

/** Rate that ears take. */
export const heardRate = 16_000;

export interface DecodedSound {
  /** Mono PCM16 at `heardRate`, one for each channel of the file. */
  readonly channels: readonly Int16Array[];
  readonly durationMs: number;
}

export interface DecodeInput {
  readonly bytes: Buffer;
  /** `pcm_s16le_16`: no header, 16 kHz mono; anything else: told by the content. */
  readonly fileFormat?: string | undefined;
}

/** Reads WAV (PCM of 8 to 32 bits and floats, any rate) and raw PCM. Throws `not_supported` for other forms, `invalid_input` for damaged files. */
export function decodeSound({ bytes, fileFormat }: DecodeInput): DecodedSound {
  if (fileFormat === 'pcm_s16le_16') return soundOf([samplesFromBytes(bytes).pcm], heardRate);
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    throw new AppError('not_supported', 'Only WAV files and raw PCM (file_format=pcm_s16le_16) can be heard here. Convert the file first.');
  }
  return decodeWav(bytes);
}

function decodeWav(bytes: Buffer): DecodedSound {
  let format: { readonly kind: number; readonly channels: number; readonly sampleRate: number; readonly bits: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (name === 'fmt ' && at + 24 <= bytes.length) {
      const kind = bytes.readUInt16LE(at + 8);
      format = {
        // The extensible form says at its end which of the others it is.
        kind: kind === 0xfffe && at + 34 <= bytes.length ? bytes.readUInt16LE(at + 32) : kind,
        channels: bytes.readUInt16LE(at + 10),
        sampleRate: bytes.readUInt32LE(at + 12),
        bits: bytes.readUInt16LE(at + 22),
      };
    }
    if (name === 'data' && format !== undefined) {
      const { channels, sampleRate } = format;
      if (channels < 1 || channels > 8 || sampleRate < 4000 || sampleRate > 192_000) break;
      const end = Math.min(at + 8 + size, bytes.length);
      return soundOf(splitChannels(bytes.subarray(at + 8, end), format), sampleRate);
    }
    at += 8 + size + (size % 2);
  }
  throw new AppError('invalid_input', 'The WAV file is damaged.', { path: ['file'] });
}

function splitChannels(data: Buffer, { kind, channels, bits }: { readonly kind: number; readonly channels: number; readonly bits: number }): Int16Array[] {
  const read = readerOf(kind, bits);
  if (read === undefined) throw new AppError('not_supported', `WAV files of ${bits} bits in this coding cannot be heard here.`);
  const width = bits / 8;
  const frames = Math.floor(data.length / (width * channels));
  return Array.from({ length: channels }, (_, channel) => Int16Array.from({ length: frames }, (__, i) => read(data, (i * channels + channel) * width)));
}

function readerOf(kind: number, bits: number): ((data: Buffer, at: number) => number) | undefined {
  const fromFloat = (value: number) => Math.max(-32_768, Math.min(32_767, Math.round(value * 32_767)));
  if (kind === 3 && bits === 32) return (data, at) => fromFloat(data.readFloatLE(at));
  if (kind === 3 && bits === 64) return (data, at) => fromFloat(data.readDoubleLE(at));
  if (kind !== 1) return undefined;
  if (bits === 8) return (data, at) => (data.readUInt8(at) - 128) * 256;
  if (bits === 16) return (data, at) => data.readInt16LE(at);
  if (bits === 24) return (data, at) => data.readIntLE(at, 3) >> 8;
  return bits === 32 ? (data, at) => data.readInt32LE(at) >> 16 : undefined;
}

function soundOf(channels: readonly Int16Array[], sampleRate: number): DecodedSound {
  const durationMs = ((channels[0]?.length ?? 0) / sampleRate) * 1000;
  if (sampleRate === heardRate) return { channels, durationMs };
  const heard = channels.map((pcm) => {
    const resampler = createResampler(sampleRate, heardRate);
    const whole = resampler.process(pcm);
    const rest = resampler.flush();
    const joined = new Int16Array(whole.length + rest.length);
    joined.set(whole);
    joined.set(rest, whole.length);
    return joined;
  });
  return { channels: heard, durationMs };
}

/** All channels as one. */
export function mixed(channels: readonly Int16Array[]): Int16Array {
  const [first = new Int16Array(0)] = channels;
  if (channels.length <= 1) return first;
  return Int16Array.from(first, (_, i) => Math.round(channels.reduce((sum, channel) => sum + (channel[i] ?? 0), 0) / channels.length));
}
