import { buffer } from 'node:stream/consumers';
import { mp3KeyOf } from '../../domain/conversations/delete-conversation';
import type { Services } from '../../domain/services';
import { AppError } from '../../lib/app-error';
import { WorkerClient } from '../../lib/worker-client';

type Storage = Services['storage'];

const encodingLimitMs = 5 * 60_000;
/** An hour of stereo at 16 kHz is 230 MB; more than this is not held in memory. */
const largestWav = 600 * 1024 * 1024;

let worker: WorkerClient | undefined;
const running = new Map<string, Promise<string>>();

/** Key of the recording as MP3, which is made on first request, off the event loop, and kept. Two requests at once share the work. */
export async function compressedRecording(storage: Storage, recordingKey: string): Promise<string> {
  const mp3Key = mp3KeyOf(recordingKey);
  if ((await storage.stat(mp3Key)) !== null) return mp3Key;
  const known = running.get(mp3Key);
  if (known !== undefined) return known;
  const work = compress(storage, recordingKey, mp3Key).finally(() => running.delete(mp3Key));
  running.set(mp3Key, work);
  return work;
}

async function compress(storage: Storage, recordingKey: string, mp3Key: string): Promise<string> {
  const file = await storage.stat(recordingKey);
  if (file === null) throw new AppError('not_found', 'The recording is not there any more.');
  if (file.size > largestWav) throw new AppError('too_large', 'This recording is too long to compress here. Ask for format=wav.');
  const wav = await buffer(await storage.get(recordingKey));
  // A buffer that has its memory to itself changes hands; one from Node's shared pool is copied.
  const transfer = wav.byteLength === wav.buffer.byteLength ? [wav.buffer] : [];
  const mp3 = await encoder().call<Uint8Array>('encode', wav, { timeoutMs: encodingLimitMs, transfer });
  await storage.put(mp3Key, Buffer.from(mp3.buffer, mp3.byteOffset, mp3.byteLength), { contentType: 'audio/mpeg' });
  return mp3Key;
}

function encoder(): WorkerClient {
  if (worker === undefined || !worker.isAlive) worker = new WorkerClient(new URL('./mp3.worker.ts', import.meta.url));
  return worker;
}
