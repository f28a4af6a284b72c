import { describe, expect, it } from 'vitest';
import { createResampler } from './resample';

const rates: readonly (readonly [number, number])[] = [
  [48_000, 16_000],
  [44_100, 16_000],
  [24_000, 16_000],
  [16_000, 24_000],
  [22_050, 24_000],
  [16_000, 8_000],
  [8_000, 16_000],
  [16_000, 48_000],
];

describe('createResampler', () => {
  it.each(rates)('keeps a tone within the band as it is, from %i to %i Hz', (fromHz, toHz) => {
    const hz = Math.min(fromHz, toHz) * 0.4;
    const result = resampled(tone(hz, fromHz, 1), fromHz, toHz);
    const expected = tone(hz, toHz, 1);
    expect(result.length).toBe(expected.length);
    expect(decibels(difference(result, expected), expected)).toBeLessThan(-60);
  });

  it.each(rates.filter(([fromHz, toHz]) => fromHz > toHz))('leaves less than -70 dB of a tone beyond the band, from %i to %i Hz', (fromHz, toHz) => {
    for (const hz of [toHz * 0.505, (toHz / 2 + fromHz / 2) / 2, fromHz * 0.48]) {
      const source = tone(hz, fromHz, 1);
      expect(decibels(resampled(source, fromHz, toHz), source)).toBeLessThan(-70);
    }
  });

  it.each(rates.filter(([fromHz, toHz]) => fromHz < toHz))('adds no images above the old band, from %i to %i Hz', (fromHz, toHz) => {
    const hz = fromHz * 0.42;
    const result = resampled(tone(hz, fromHz, 1), fromHz, toHz);
    const image = fromHz - hz;
    if (image < toHz / 2) expect(20 * Math.log10(magnitudeAt(result, image, toHz) / magnitudeAt(result, hz, toHz))).toBeLessThan(-70);
  });

  it.each(rates)('gives the same sound for any cutting into chunks, from %i to %i Hz', (fromHz, toHz) => {
    const source = tone(440, fromHz, 0.5);
    const whole = resampled(source, fromHz, toHz);
    for (const size of [1, 7, 160, 333, 4_096]) {
      expect(inChunks(source, fromHz, toHz, size)).toEqual(whole);
    }
  });

  it('begins anew after a flush', () => {
    const resampler = createResampler(48_000, 16_000);
    const source = tone(300, 48_000, 0.1);
    const once = concat([resampler.process(source), resampler.flush()]);
    expect(concat([resampler.process(source), resampler.flush()])).toEqual(once);
  });

  it('keeps full-scale peaks inside the range of a sample', () => {
    const square = Int16Array.from({ length: 4_800 }, (_, i) => (Math.floor(i / 100) % 2 === 0 ? 32_767 : -32_768));
    const result = resampled(square, 48_000, 16_000);
    expect(Math.max(...result)).toBe(32_767);
    expect(Math.min(...result)).toBe(-32_768);
    // An overflow would wrap around: the middle of a high plateau would be negative.
    expect(result[Math.round(50 / 3)]).toBeGreaterThan(30_000);
  });

  it('copies where nothing is to be changed', () => {
    const source = Int16Array.of(1, -2, 3);
    const result = createResampler(16_000, 16_000).process(source);
    expect(result).toEqual(source);
    expect(result.buffer).not.toBe(source.buffer);
  });

  it('refuses a rate that is none', () => {
    expect(() => createResampler(0, 16_000)).toThrow(RangeError);
    expect(() => createResampler(16_000, 8_000.5)).toThrow(RangeError);
  });

  it('keeps far ahead of real time', () => {
    const source = tone(440, 48_000, 10);
    const startedMs = performance.now();
    inChunks(source, 48_000, 16_000, 960);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});

function tone(hz: number, rate: number, seconds: number): Int16Array {
  return Int16Array.from({ length: Math.round(rate * seconds) }, (_, i) => Math.round(16_000 * Math.sin((2 * Math.PI * hz * i) / rate)));
}

function resampled(source: Int16Array, fromHz: number, toHz: number): Int16Array {
  return inChunks(source, fromHz, toHz, source.length);
}

function inChunks(source: Int16Array, fromHz: number, toHz: number, size: number): Int16Array {
  const resampler = createResampler(fromHz, toHz);
  const parts: Int16Array[] = [];
  for (let at = 0; at < source.length; at += size) parts.push(resampler.process(source.subarray(at, at + size)));
  return concat([...parts, resampler.flush()]);
}

function concat(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function difference(a: Int16Array, b: Int16Array): Int16Array {
  return a.map((sample, i) => sample - (b[i] ?? 0));
}

/** Level of the middle of one sound against another; the edges, where a filter meets silence, are left out. */
function decibels(sound: Int16Array, reference: Int16Array): number {
  return 20 * Math.log10(Math.max(level(sound), 1e-6) / level(reference));
}

function level(sound: Int16Array): number {
  const edge = Math.floor(sound.length / 10);
  const middle = sound.subarray(edge, sound.length - edge);
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length);
}

function magnitudeAt(sound: Int16Array, hz: number, rate: number): number {
  let real = 0;
  let imaginary = 0;
  for (let i = 0; i < sound.length; i++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / sound.length);
    real += (sound[i] ?? 0) * window * Math.cos((2 * Math.PI * hz * i) / rate);
    imaginary += (sound[i] ?? 0) * window * Math.sin((2 * Math.PI * hz * i) / rate);
  }
  return Math.hypot(real, imaginary);
}
