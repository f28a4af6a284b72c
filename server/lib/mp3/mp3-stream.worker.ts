import { Mp3Encoder } from '@breezystack/lamejs';
import { serveWorker, Transferred } from '../serve-worker';

/** Streams being encoded, by the number their owner gave them. */
const open = new Map<number, Mp3Encoder>();

serveWorker({
  open({ stream, sampleRate, kbps }: { stream: number; sampleRate: number; kbps: number }) {
    open.set(stream, new Mp3Encoder(1, sampleRate, kbps));
  },
  encode({ stream, pcm }: { stream: number; pcm: Int16Array }) {
    return given(open.get(stream)?.encodeBuffer(pcm));
  },
  end({ stream }: { stream: number }) {
    const rest = open.get(stream)?.flush();
    open.delete(stream);
    return given(rest);
  },
});

function given(bytes: ArrayLike<number> | undefined): Transferred {
  const mp3 = Uint8Array.from(bytes ?? []);
  return new Transferred(mp3, [mp3.buffer]);
}
