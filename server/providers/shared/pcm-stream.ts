import { systemClock } from '../../lib/clock';
import { DeadlineError } from '../../lib/wait';
import type { SpeechChunk } from '../spec/text-to-speech';
import { errorOfThrown } from './failures';
import { SampleJoiner } from './wav';

const stallMs = 10_000;

/** Samples of a streamed body, each read within a limit. The body is cancelled when the reader leaves early. */
export async function* samplesOf(body: ReadableStream<Uint8Array>, provider: string, signal: AbortSignal): AsyncGenerator<SpeechChunk> {
  const reader = body.getReader();
  const joiner = new SampleJoiner();
  const stalled = new AbortController();
  const stop = () => reader.cancel(signal.aborted ? signal.reason : stalled.signal.reason).catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      const cancel = systemClock.after(stallMs, () => {
        stalled.abort(new DeadlineError('more sound', stallMs));
        void stop();
      });
      const { done, value } = await reader.read().finally(cancel);
      signal.throwIfAborted();
      stalled.signal.throwIfAborted();
      if (done) return;
      const pcm = joiner.samples(value);
      if (pcm.length > 0) yield { pcm };
    }
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    throw errorOfThrown(provider, thrown);
  } finally {
    signal.removeEventListener('abort', stop);
    reader.cancel().catch(() => undefined);
  }
}
