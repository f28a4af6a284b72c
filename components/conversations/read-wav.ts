export interface WavSound {
  readonly sampleRate: number;
  readonly durationMs: number;
  /** Loudest sample of each of `bins` equal stretches of the window, 0 to 1, for each channel. What lies outside of the sound is silent. */
  peaks(bins: number, window: { readonly startMs: number; readonly endMs: number }): readonly Float32Array[];
}

/**
 * Reads a WAV file of 16-bit samples where it lies, without making the megabytes of floats that a browser's decoder would. Throws when it is none.
 */
export function readWav(file: ArrayBuffer): WavSound {
  const view = new DataView(file);
  if (file.byteLength < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') throw new Error('not a WAV file');
  let format: { readonly channels: number; readonly sampleRate: number } | undefined;
  for (let at = 12; at + 8 <= file.byteLength; ) {
    const name = tag(view, at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (name === 'fmt ') {
      if (view.getUint16(start, true) !== 1 || view.getUint16(start + 14, true) !== 16) throw new Error('not 16-bit PCM');
      format = { channels: view.getUint16(start + 2, true), sampleRate: view.getUint32(start + 4, true) };
    }
    if (name === 'data') {
      if (format === undefined || format.channels === 0 || format.sampleRate === 0) throw new Error('a WAV file without its format');
      // A recording cut off by a crash names more than it has.
      return soundOf(view, { ...format, start, bytes: Math.min(size, file.byteLength - start) });
    }
    at = start + size + (size % 2);
  }
  throw new Error('a WAV file without sound');
}

function soundOf(view: DataView, { channels, sampleRate, start, bytes }: { channels: number; sampleRate: number; start: number; bytes: number }): WavSound {
  const frames = Math.floor(bytes / (2 * channels));
  return {
    sampleRate,
    durationMs: (frames / sampleRate) * 1000,
    peaks: (bins, { startMs, endMs }) =>
      Array.from({ length: channels }, (_, channel) => {
        const peaks = new Float32Array(bins);
        const first = (startMs / 1000) * sampleRate;
        const perBin = (((endMs - startMs) / 1000) * sampleRate) / bins;
        for (let bin = 0; bin < bins; bin++) {
          const from = Math.floor(first + bin * perBin);
          const to = Math.max(from + 1, Math.floor(first + (bin + 1) * perBin));
          let peak = 0;
          for (let frame = Math.max(0, from); frame < Math.min(to, frames); frame++) {
            peak = Math.max(peak, Math.abs(view.getInt16(start + (frame * channels + channel) * 2, true)));
          }
          peaks[bin] = Math.min(1, peak / 32767);
        }
        return peaks;
      }),
  };
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}
