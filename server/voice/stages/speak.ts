import { createResampler, type Resampler } from '../../lib/resample';
import { inDialect } from '../../providers/spec/speech-marks';
import type { Alignment, SpeechChunk } from '../../providers/spec/text-to-speech';
import type { Pronounce } from '../speech/pronunciation';
import type { Cast } from '../speech/cast';
import type { SpokenSegment } from './script';

export interface SpeakOptions {
  readonly cast: Cast;
  readonly pronounce: Pronounce;
  readonly signal: AbortSignal;
  /** A segment was handed to its voice. */
  readonly onSegment: (text: string) => void;
}

/**
 * Speaks segments, each with its voice, as one stream of sound at the rate of the agent's own voice. Times and segment numbers count over the whole of it.
 */
export async function* speak(segments: AsyncIterable<SpokenSegment>, options: SpeakOptions): AsyncGenerator<SpeechChunk, void, void> {
  const { cast, signal } = options;
  const sampleRate = await cast.sampleRate();
  const source = segments[Symbol.asyncIterator]();
  const place = { segments: 0, samples: 0 };
  let next: SpokenSegment | null = null;
  try {
    for (;;) {
      const first: SpokenSegment | null = next ?? (await nextOf(source));
      next = null;
      if (first === null) return;
      const session = await cast.session(first.voice);
      signal.throwIfAborted();
      const resampler: Resampler | null = session.sampleRate === sampleRate ? null : createResampler(session.sampleRate, sampleRate);
      const base = { ...place };
      const offsetMs = (place.samples / sampleRate) * 1_000;
      const run = (async function* () {
        for (let segment: SpokenSegment | null = first; segment !== null; segment = await nextOf(source)) {
          if (segment.voice !== first.voice) {
            next = segment;
            return;
          }
          place.segments++;
          options.onSegment(segment.text);
          yield inDialect(options.pronounce(segment.spoken), session.dialect ?? 'plain');
        }
      })();
      for await (const chunk of session.speak(run, signal)) {
        const pcm = resampler === null ? chunk.pcm : resampler.process(chunk.pcm);
        place.samples += pcm.length;
        yield {
          pcm,
          ...(chunk.alignment === undefined ? {} : { alignment: later(chunk.alignment, offsetMs) }),
          ...(chunk.endsSegment === undefined ? {} : { endsSegment: base.segments + chunk.endsSegment }),
        };
      }
      const rest = resampler?.flush() ?? new Int16Array(0);
      place.samples += rest.length;
      // A voice that is done has spoken all it was given, whether it says so or not.
      yield { pcm: rest, endsSegment: place.segments - 1 };
    }
  } finally {
    await source.return?.();
  }
}

async function nextOf(source: AsyncIterator<SpokenSegment>): Promise<SpokenSegment | null> {
  const result = await source.next();
  return result.done === true ? null : result.value;
}

function later(alignment: Alignment, byMs: number): Alignment {
  return byMs === 0 ? alignment : { ...alignment, startMs: alignment.startMs.map((ms) => ms + byMs) };
}
