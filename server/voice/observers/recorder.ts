import { open, type FileHandle } from 'node:fs/promises';
import type { Clock } from '../../lib/clock';
import { createResampler, type Resampler } from '../../lib/resample';
import { bytesOfSamples, wavHeader } from '../audio/pcm';
import { type ConversationEventFrame, pipelineSampleRate } from '../frames';
import type { Observer } from '../conversation';
import type { PlayoutTrack } from '../stages/playout';

const samplesPerMs = pipelineSampleRate / 1000;
/** Sound that may still change stays in memory: what the agent says ahead of the playhead, and a little past for late sound. */
const pastMs = 1_500;
const aheadMs = 12_000;
const flushEveryMs = 1_000;
/** The participant's sound is taken as one stream unless its clock is off by more than this. */
const driftMs = 180;

/**
 * Records a conversation as it was heard: a stereo WAV at 16 kHz, participant left, agent right, on the conversation's clock.
 * What the agent said but nobody heard is not in it. Written as the conversation goes, so a crash loses at most two seconds.
 */
export class StereoRecorder implements Observer, PlayoutTrack {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #now: () => number;
  readonly #onFailure: (error: unknown) => void;
  #file: Promise<FileHandle>;
  #writing: Promise<void> = Promise.resolve();
  #pendingWrites = 0;
  #participant = new Int16Array((pastMs + aheadMs) * samplesPerMs);
  #agent = new Int16Array((pastMs + aheadMs) * samplesPerMs);
  /** Conversation time of the window's first sample, in samples. */
  #base = 0;
  #participantNext = 0;
  #resampler: { readonly rate: number; readonly resampler: Resampler; next: number } | null = null;
  #heldSound: Int16Array | null = null;
  #cancelFlush: () => void;
  #hasFailed = false;
  #isClosed = false;

  constructor(options: { readonly path: string; readonly clock: Clock; readonly startedMs: number; readonly onFailure: (error: unknown) => void }) {
    this.#path = options.path;
    this.#clock = options.clock;
    this.#now = () => options.clock.nowMs() - options.startedMs;
    this.#onFailure = options.onFailure;
    this.#file = this.#create();
    this.#file.catch((error: unknown) => this.#fail(error));
    this.#cancelFlush = this.#scheduleFlush();
  }

  observe(_event: ConversationEventFrame): void {}

  participantSound(pcm: Int16Array, atMs: number): void {
    const arrived = Math.round(atMs * samplesPerMs) - pcm.length;
    const drift = Math.abs(arrived - this.#participantNext) / samplesPerMs;
    const at = drift > driftMs ? arrived : this.#participantNext;
    this.#put(this.#participant, pcm, at);
    this.#participantNext = at + pcm.length;
  }

  agentSound(pcm: Int16Array, sampleRate: number, atMs: number): void {
    if (sampleRate === pipelineSampleRate) return this.#put(this.#agent, pcm, Math.round(atMs * samplesPerMs));
    const at = Math.round(atMs * samplesPerMs);
    if (this.#resampler?.rate !== sampleRate || Math.abs(this.#resampler.next - at) > driftMs * samplesPerMs) {
      this.#resampler = { rate: sampleRate, resampler: createResampler(sampleRate, pipelineSampleRate), next: at };
    }
    const converted = this.#resampler.resampler.process(pcm);
    this.#put(this.#agent, converted, this.#resampler.next);
    this.#resampler.next += converted.length;
  }

  agentCut(atMs: number): void {
    this.#agent.fill(0, this.#clamp(Math.round(atMs * samplesPerMs) - this.#base));
    this.#resampler = null;
    this.#heldSound = null;
  }

  agentHeld(atMs: number): void {
    const at = this.#clamp(Math.round(atMs * samplesPerMs) - this.#base);
    this.#heldSound = this.#agent.slice(at);
    this.#agent.fill(0, at);
  }

  agentResumed(atMs: number): void {
    if (this.#heldSound !== null) this.#put(this.#agent, this.#heldSound, Math.round(atMs * samplesPerMs));
    this.#heldSound = null;
  }

  /** Writes the rest and finishes the file. Says how long it is, or null when there is no usable recording. */
  async close(): Promise<{ readonly path: string; readonly durationMs: number } | null> {
    if (this.#isClosed) return null;
    this.#isClosed = true;
    this.#cancelFlush();
    const end = Math.round(this.#now() * samplesPerMs);
    this.agentCut(end / samplesPerMs);
    this.#flushUpTo(end);
    await this.#writing;
    const file = await this.#file.catch(() => null);
    if (file === null) return null;
    try {
      if (this.#hasFailed) return null;
      await file.write(wavHeader({ sampleRate: pipelineSampleRate, channels: 2, dataBytes: this.#base * 4 }), 0, 44, 0);
      return { path: this.#path, durationMs: Math.round(this.#base / samplesPerMs) };
    } finally {
      await file.close();
    }
  }

  async #create(): Promise<FileHandle> {
    const file = await open(this.#path, 'w+');
    // Sizes of a file whose writer died are mended from its length.
    await file.write(wavHeader({ sampleRate: pipelineSampleRate, channels: 2, dataBytes: 0 }), 0, 44, 0);
    return file;
  }

  #put(track: Int16Array, pcm: Int16Array, at: number): void {
    const offset = at - this.#base;
    if (offset + pcm.length <= 0 || offset >= track.length) return;
    const from = Math.max(0, -offset);
    track.set(pcm.subarray(from, Math.min(pcm.length, track.length - offset)), Math.max(0, offset));
  }

  #scheduleFlush(): () => void {
    return this.#clock.after(flushEveryMs, () => {
      this.#flushUpTo(Math.round((this.#now() - pastMs) * samplesPerMs));
      if (!this.#isClosed) this.#cancelFlush = this.#scheduleFlush();
    });
  }

  #flushUpTo(end: number): void {
    // A process that was asleep may owe more than a window: the rest of it is silence.
    while (end > this.#base && !this.#hasFailed) {
      const count = Math.min(end - this.#base, this.#agent.length);
      const stereo = new Int16Array(count * 2);
      for (let i = 0; i < count; i++) {
        stereo[i * 2] = this.#participant[i] ?? 0;
        stereo[i * 2 + 1] = this.#agent[i] ?? 0;
      }
      for (const track of [this.#participant, this.#agent]) {
        track.copyWithin(0, count);
        track.fill(0, track.length - count);
      }
      this.#write(stereo, 44 + this.#base * 4);
      this.#base += count;
    }
  }

  #write(stereo: Int16Array, position: number): void {
    // A disk that is half a minute behind will not catch up; better no recording than a growing heap.
    if (++this.#pendingWrites > 30) return this.#fail(new Error('the disk is too slow to record to'));
    this.#writing = this.#writing
      .then(async () => {
        const file = await this.#file;
        await file.write(bytesOfSamples(stereo), 0, stereo.byteLength, position);
      })
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#pendingWrites--;
      });
  }

  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#onFailure(error);
  }

  #clamp(index: number): number {
    return Math.min(Math.max(index, 0), this.#agent.length);
  }
}

/** Mends the sizes in the header of a recording whose writer died; answers its length in ms, 0 when there is no sound in it. */
export async function mendRecording(path: string): Promise<number> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    const dataBytes = Math.max(0, size - 44 - ((size - 44) % 4));
    await file.write(wavHeader({ sampleRate: pipelineSampleRate, channels: 2, dataBytes }), 0, 44, 0);
    return Math.round(dataBytes / 4 / samplesPerMs);
  } finally {
    await file.close();
  }
}
