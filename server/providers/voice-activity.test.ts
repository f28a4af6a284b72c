import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import type { VoiceActivityProvider } from './spec/voice-activity';
import { readWavFormat } from '../lib/wav';
import { createEnergyVad } from './energy/voice-activity';
import { createSileroVad } from './silero/voice-activity';
import { createWebRtcVad } from './webrtc-vad/voice-activity';

/** A spoken question between 1.5 s and about 3.5 s of a silent recording, at 16 kHz. */
function question(): Int16Array {
  const file = readFileSync(new URL('../../e2e/audio/cafe-table-for-two.wav', import.meta.url));
  const { dataStart, dataEnd } = readWavFormat(file);
  return Int16Array.from({ length: Math.floor((dataEnd - dataStart) / 6) }, (_, i) => file.readInt16LE(dataStart + 6 * i));
}

async function voicedMs(provider: VoiceActivityProvider, pcm: Int16Array): Promise<number[]> {
  const detector = await provider.open();
  const voiced: number[] = [];
  for (let at = 0; at + detector.frameSamples <= pcm.length; at += detector.frameSamples) {
    if ((await detector.probability(pcm.subarray(at, at + detector.frameSamples))) >= 0.5) voiced.push(at / 16);
  }
  detector.close();
  return voiced;
}

describe.each([
  ['Silero', createSileroVad()],
  ['WebRTC', createWebRtcVad()],
  ['the energy detector', createEnergyVad()],
])('%s', (_name, provider) => {
  it('hears speech begin and end where it does', async () => {
    const voiced = await voicedMs(provider, question());
    // The recording begins with six seconds of silence.
    expect(voiced[0]).toBeGreaterThan(5_900);
    expect(voiced[0]).toBeLessThan(6_250);
    expect(voiced.at(-1)).toBeGreaterThan(7_500);
    expect(voiced.at(-1)).toBeLessThan(9_000);
    expect(voiced.length).toBeGreaterThan(31);
  });

  it('hears nothing in silence', async () => {
    expect(await voicedMs(provider, new Int16Array(32_000))).toEqual([]);
  });
});

it('tells noise from speech, which loudness alone does not', async () => {
  let seed = 1;
  const noise = Int16Array.from({ length: 48_000 }, (_, i) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return i < 16_000 ? 0 : (seed / 2_147_483_648 - 0.5) * 8_000;
  });
  const heard = await voicedMs(createSileroVad(), noise);
  expect(heard.length).toBeLessThan(10);
});

it('keeps conversations apart that are judged together', async () => {
  const provider = createSileroVad();
  const [talking, silent] = await Promise.all([provider.open(), provider.open()]);
  const pcm = question();
  let loudest = 0;
  let quietest = 0;
  for (let at = 0; at + 512 <= pcm.length; at += 512) {
    const [speech, silence] = await Promise.all([talking.probability(pcm.subarray(at, at + 512)), silent.probability(new Int16Array(512))]);
    loudest = Math.max(loudest, speech);
    quietest = Math.max(quietest, silence);
  }
  expect(loudest).toBeGreaterThan(0.9);
  expect(quietest).toBeLessThan(0.3);
});
