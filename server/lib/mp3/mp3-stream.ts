import { WorkerClient } from '../worker-client';

/** Mono PCM16 to MP3, piece by piece, off the event loop. Whoever opens one ends it. */
export interface Mp3Stream {
  encode(pcm: Int16Array): Promise<Uint8Array>;
  /** What is left, and the end. */
  end(): Promise<Uint8Array>;
}

const encodingLimitMs = 30_000;
let worker: WorkerClient | undefined;
let last = 0;

export async function openMp3Stream(sampleRate: number, kbps: number): Promise<Mp3Stream> {
  if (worker === undefined || !worker.isAlive) worker = new WorkerClient(new URL('./mp3-stream.worker.ts', import.meta.url));
  const own = worker;
  const stream = ++last;
  await own.call('open', { stream, sampleRate, kbps }, { timeoutMs: encodingLimitMs });
  return {
    encode: (pcm) => own.call<Uint8Array>('encode', { stream, pcm }, { timeoutMs: encodingLimitMs }),
    end: () => own.call<Uint8Array>('end', { stream }, { timeoutMs: encodingLimitMs }),
  };
}
