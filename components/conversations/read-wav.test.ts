import { expect, it } from 'vitest';
import { readWav } from './read-wav';

/** A WAV file with interleaved 16-bit samples. `claimedBytes` is what its header says there is. */
function wav(samples: readonly number[], { channels = 2, sampleRate = 8000, claimedBytes = samples.length * 2, bits = 16 } = {}): ArrayBuffer {
  const file = new ArrayBuffer(44 + samples.length * 2);
  const view = new DataView(file);
  const write = (at: number, text: string) => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  write(0, 'RIFF');
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint16(34, bits, true);
  write(36, 'data');
  view.setUint32(40, claimedBytes, true);
  samples.forEach((sample, index) => view.setInt16(44 + index * 2, sample, true));
  return file;
}

it('finds the loudest sample of each stretch in each channel', () => {
  const sound = readWav(wav([0, 100, -32767, 0, 0, 0, 0, -16384]));
  const [left, right] = sound.peaks(2, { startMs: 0, endMs: sound.durationMs });
  expect([...(left ?? [])]).toEqual([1, 0]);
  expect((right ?? [])[1]).toBeCloseTo(0.5, 3);
});

it('looks at no more than the window, and finds silence outside of the sound', () => {
  const sound = readWav(wav([...new Array(16).fill(3276), ...new Array(16).fill(32767)]));
  expect([...(sound.peaks(1, { startMs: 0, endMs: 1 })[0] ?? [])][0]).toBeCloseTo(0.1, 3);
  expect([...(sound.peaks(2, { startMs: 1, endMs: 3 })[0] ?? [])]).toEqual([1, 0]);
});

it('knows how long the sound is', () => {
  expect(readWav(wav(new Array(1600).fill(0))).durationMs).toBe(100);
});

it('takes what is there of a recording that was cut off', () => {
  expect(readWav(wav(new Array(160).fill(0), { claimedBytes: 4_000_000_000 })).durationMs).toBe(10);
});

it('refuses what is not a WAV file, and samples of another size', () => {
  expect(() => readWav(new ArrayBuffer(100))).toThrow('not a WAV file');
  expect(() => readWav(wav([0, 0], { bits: 24 }))).toThrow('16-bit');
});
