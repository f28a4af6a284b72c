import { Mp3Encoder } from '@breezystack/lamejs';
import { readWavFormat } from '../../lib/wav';
import { serveWorker, Transferred } from '../../lib/serve-worker';

const kilobits = 64;
/** Samples per MPEG frame. */
const block = 1152;

serveWorker({ encode: (wav: Uint8Array) => encode(Buffer.from(wav.buffer, wav.byteOffset, wav.byteLength)) });

function encode(wav: Buffer): Transferred {
  const { sampleRate, channels, dataStart, dataEnd } = readWavFormat(wav);
  const encoder = new Mp3Encoder(channels, sampleRate, kilobits * channels);
  const frames = Math.floor((dataEnd - dataStart) / (2 * channels));
  const parts: Uint8Array[] = [];
  for (let at = 0; at < frames; at += block) {
    const length = Math.min(block, frames - at);
    const [left = new Int16Array(0), right] = Array.from({ length: channels }, (_, channel) => samples(wav, dataStart, channels, channel, at, length));
    parts.push(Uint8Array.from(right === undefined ? encoder.encodeBuffer(left) : encoder.encodeBuffer(left, right)));
  }
  parts.push(Uint8Array.from(encoder.flush()));
  const mp3 = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    mp3.set(part, at);
    at += part.length;
  }
  return new Transferred(mp3, [mp3.buffer]);
}

function samples(wav: Buffer, dataStart: number, channels: number, channel: number, from: number, length: number): Int16Array {
  return Int16Array.from({ length }, (_, i) => wav.readInt16LE(dataStart + ((from + i) * channels + channel) * 2));
}
