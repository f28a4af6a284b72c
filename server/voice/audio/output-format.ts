import { createResampler } from '../../lib/resample';
import { openMp3Stream } from '../../lib/mp3/mp3-stream';
import { encodeAlaw } from './alaw';
import { encodeMulaw } from './mulaw';
import { bytesOfSamples, wavHeader } from './pcm';

/** How sound leaves: `mp3_44100_128`, `pcm_16000`, `ulaw_8000`. */
export interface OutputFormat {
  readonly name: string;
  readonly codec: 'pcm' | 'wav' | 'ulaw' | 'alaw' | 'mp3';
  readonly sampleRate: number;
  readonly kbps: number;
  readonly contentType: string;
}

const contentTypes = { pcm: 'audio/pcm', wav: 'audio/wav', ulaw: 'audio/basic', alaw: 'audio/x-alaw-basic', mp3: 'audio/mpeg' } as const;

/** Every format there is an encoder for; Opus is not among them. */
export const outputFormats: readonly string[] = [
  ...['mp3_22050_32', 'mp3_24000_48', 'mp3_44100_32', 'mp3_44100_64', 'mp3_44100_96', 'mp3_44100_128', 'mp3_44100_192'],
  ...[8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000].flatMap((rate) => [`pcm_${rate}`, `wav_${rate}`]),
  'ulaw_8000',
  'alaw_8000',
];

/** Undefined for a name that no encoder here makes. */
export function readOutputFormat(name: string): OutputFormat | undefined {
  if (!outputFormats.includes(name)) return undefined;
  const [codec = '', rate = '', kbps = '0'] = name.split('_');
  const known = codec as OutputFormat['codec'];
  return { name, codec: known, sampleRate: Number(rate), kbps: Number(kbps), contentType: contentTypes[known] };
}

/** Turns a stream of mono PCM16 at `fromHz` into bytes of a format. */
export interface SoundEncoder {
  encode(pcm: Int16Array): Promise<Uint8Array>;
  /** What is left, and the end: called once, also after a failure. */
  end(): Promise<Uint8Array>;
}

export async function openEncoder(format: OutputFormat, fromHz: number): Promise<SoundEncoder> {
  const resampler = createResampler(fromHz, format.sampleRate);
  if (format.codec === 'mp3') {
    const mp3 = await openMp3Stream(format.sampleRate, format.kbps);
    return {
      encode: (pcm) => mp3.encode(resampler.process(pcm)),
      async end() {
        const tail = await mp3.encode(resampler.flush());
        return joined([tail, await mp3.end()]);
      },
    };
  }
  const bytesOf = format.codec === 'ulaw' ? encodeMulaw : format.codec === 'alaw' ? encodeAlaw : bytesOfSamples;
  // The length of a stream is not known when its header goes out; players read to the end then.
  let header = format.codec === 'wav' ? wavHeader({ sampleRate: format.sampleRate, channels: 1, dataBytes: 0xffff_ffff - 36 }) : new Uint8Array(0);
  return {
    async encode(pcm) {
      const bytes = joined([header, bytesOf(resampler.process(pcm))]);
      header = new Uint8Array(0);
      return bytes;
    },
    end: async () => joined([header, bytesOf(resampler.flush())]),
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
