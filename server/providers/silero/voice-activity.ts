import { systemClock } from '../../lib/clock';
import { findAsset } from '../../lib/find-asset';
import { WorkerClient } from '../../lib/worker-client';
import { createEnergyDetector } from '../shared/energy-detector';
import type { VoiceActivityDetector, VoiceActivityProvider } from '../spec/voice-activity';
import { type FrameBatch, frameSamples } from './frame-batch';

const loadTimeoutMs = 10_000;
const runTimeoutMs = 2_000;

/** Frames of one conversation that may wait for the model (1 second); past that the oldest are answered by the energy detector. */
const maxWaitingFrames = 32;

/** From so many conversations on frames are gathered, for so long, unless there are enough already. */
const crowd = 12;
const gatherMs = 8;
const worthwhileBatch = 32;

interface WaitingFrame {
  readonly conversation: number;
  readonly frame: Int16Array;
  readonly resolve: (probability: number) => void;
  readonly reject: (error: Error) => void;
}

/** Silero VAD version 6: one model in one worker thread for all conversations; frames that wait at the same time are judged together. */
export function createSileroVad(): VoiceActivityProvider {
  let model: Promise<SharedModel> | undefined;
  return {
    id: 'silero:v6',
    async open() {
      model ??= loadModel();
      try {
        return (await model).open();
      } catch (error) {
        model = undefined; // the next conversation tries again
        throw error;
      }
    },
  };

  async function loadModel(): Promise<SharedModel> {
    const worker = new WorkerClient(new URL('./silero.worker.ts', import.meta.url));
    try {
      await worker.call('load', findAsset('server/providers/silero/silero_vad_v6.onnx'), { timeoutMs: loadTimeoutMs });
    } catch (error) {
      await worker.terminate();
      throw error;
    }
    worker.onExit = () => {
      model = undefined;
    };
    return new SharedModel(worker);
  }
}

class SharedModel {
  readonly #worker: WorkerClient;
  #waiting: WaitingFrame[] = [];
  #isRunning = false;
  #lastConversation = 0;
  #open = 0;

  constructor(worker: WorkerClient) {
    this.#worker = worker;
  }

  open(): VoiceActivityDetector {
    const conversation = ++this.#lastConversation;
    let isOpen = true;
    this.#open++;
    const worker = this.#worker;
    const judge = (frame: Int16Array): Promise<number> => this.#judge(conversation, frame);
    // Keeps listening along, so that it has adapted to the room by the time it is needed.
    const fallback = createEnergyDetector(frameSamples);
    const forget = (): void => {
      this.#waiting = this.#waiting.filter((frame) => {
        if (frame.conversation === conversation) frame.resolve(0);
        return frame.conversation !== conversation;
      });
      this.#worker.notify('forget', conversation);
    };
    return {
      frameSamples,
      async probability(frame) {
        const estimate = fallback.probability(frame);
        if (!worker.isAlive) return estimate;
        try {
          return await judge(frame);
        } catch {
          // The thread died or hangs: a conversation goes on with the plain detector rather than deaf.
          return estimate;
        }
      },
      reset() {
        forget();
        fallback.reset();
      },
      close: () => {
        forget();
        if (isOpen) this.#open--;
        isOpen = false;
      },
    };
  }

  #judge(conversation: number, frame: Int16Array): Promise<number> {
    if (frame.length !== frameSamples) return Promise.reject(new Error(`a frame has ${frameSamples} samples, not ${frame.length}`));
    const mine = this.#waiting.filter((waiting) => waiting.conversation === conversation);
    const [oldest] = mine;
    if (oldest !== undefined && mine.length >= maxWaitingFrames) {
      this.#waiting.splice(this.#waiting.indexOf(oldest), 1);
      oldest.reject(new Error('voice activity detection fell behind'));
    }
    return new Promise<number>((resolve, reject) => {
      this.#waiting.push({ conversation, frame: frame.slice(), resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      await this.#gathering();
      const frames = this.#takeOneEach();
      try {
        const batch = batchOf(frames);
        const answers = await this.#worker.call<Float32Array>('run', batch, { timeoutMs: runTimeoutMs, transfer: [batch.samples.buffer] });
        frames.forEach((frame, i) => frame.resolve(answers[i] ?? 0));
      } catch (error) {
        for (const frame of frames) frame.reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
    this.#isRunning = false;
  }

  /**
   * A frame costs a fifth in a batch of what it costs alone, so with many conversations those of a few milliseconds are judged together; with few, those
   * whose sound came in the same turn of the event loop.
   */
  #gathering(): Promise<void> {
    const isCrowded = this.#open >= crowd && this.#waiting.length < worthwhileBatch;
    return new Promise((resolve) => {
      if (isCrowded) systemClock.after(gatherMs, resolve);
      else setImmediate(resolve);
    });
  }

  /** The oldest frame of each conversation; later ones need its state and wait for the next run. */
  #takeOneEach(): WaitingFrame[] {
    const taken = new Map<number, WaitingFrame>();
    const left: WaitingFrame[] = [];
    for (const frame of this.#waiting) {
      if (taken.has(frame.conversation)) left.push(frame);
      else taken.set(frame.conversation, frame);
    }
    this.#waiting = left;
    return [...taken.values()];
  }
}

function batchOf(frames: readonly WaitingFrame[]): FrameBatch & { readonly samples: Int16Array<ArrayBuffer> } {
  const samples = new Int16Array(frames.length * frameSamples);
  frames.forEach(({ frame }, row) => samples.set(frame, row * frameSamples));
  return { conversations: frames.map(({ conversation }) => conversation), samples };
}
