import { WorkerClient } from '../../lib/worker-client';
import type { PartialTranscription } from '../spec/speech-to-text';
import { embeddedLog, maxRecognisers } from './configure';
import { embeddedError } from './errors';
import type { Recogniser, Recognition } from './recogniser';

const loadTimeoutMs = 20_000;
const prepareTimeoutMs = 15_000;
const transcribeTimeoutMs = 30_000;
const disposeTimeoutMs = 3_000;

/** Threads kept loaded for the next conversation. */
const spares = 1;

/** Sound that a recogniser may be behind before it says so and loses the oldest: 30 seconds. */
const maxBehindSamples = 480_000;
const sampleBlock = 1_600;

/** The most that is worked off between two looks at what else is wanted: a second. */
const maxBlock = 16_000;

/** Recognisers that need a thread each: a finished conversation's thread waits for the next one, loaded. */
export class RecogniserThreads<Model> {
  readonly #source: URL;
  readonly #name: string;
  #idle: Promise<WorkerClient>[] = [];
  #inUse = 0;

  constructor(source: URL, name: string) {
    this.#source = source;
    this.#name = name;
  }

  /** Loads a spare thread when there is none. */
  warmUp(model: Model): void {
    if (this.#idle.length >= spares) return;
    const loading = this.#start(model);
    this.#idle.push(loading);
    loading.catch((error: unknown) => {
      this.#idle = this.#idle.filter((each) => each !== loading);
      embeddedLog().warn({ err: error, engine: this.#name }, 'a spare recogniser could not start');
    });
  }

  async open(model: Model, hints: readonly string[]): Promise<Recogniser> {
    if (this.#inUse >= maxRecognisers()) {
      throw embeddedError(
        'overloaded',
        `all ${maxRecognisers()} speech recognisers of this machine are in use; add a key of a cloud recogniser or end other conversations`,
      );
    }
    this.#inUse++;
    try {
      const worker = await this.#take(model);
      try {
        await worker.call('prepare', hints, { timeoutMs: prepareTimeoutMs });
      } catch (error) {
        await dispose(worker);
        throw error;
      }
      return new ThreadedRecogniser(worker, (isHealthy) => this.#giveBack(worker, isHealthy));
    } catch (error) {
      this.#inUse--;
      throw embeddedError('internal', `${this.#name} could not start`, error);
    }
  }

  async #take(model: Model): Promise<WorkerClient> {
    for (let waiting = this.#idle.shift(); waiting !== undefined; waiting = this.#idle.shift()) {
      const worker = await waiting;
      if (worker.isAlive) return worker;
    }
    return this.#start(model);
  }

  async #start(model: Model): Promise<WorkerClient> {
    const worker = new WorkerClient(this.#source);
    try {
      await worker.call('load', model, { timeoutMs: loadTimeoutMs });
      return worker;
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }

  async #giveBack(worker: WorkerClient, isHealthy: boolean): Promise<void> {
    this.#inUse--;
    worker.onEvent = undefined;
    worker.onExit = undefined;
    if (isHealthy && worker.isAlive && this.#idle.length < spares) {
      worker.notify('reset', undefined);
      this.#idle.push(Promise.resolve(worker));
      return;
    }
    await dispose(worker);
  }
}

/** Memory of a native library is not freed by ending its thread, so it is asked to first. */
async function dispose(worker: WorkerClient): Promise<void> {
  await worker.call('dispose', undefined, { timeoutMs: disposeTimeoutMs }).catch(() => undefined);
  await worker.terminate();
}

class ThreadedRecogniser implements Recogniser {
  onPartial: ((partial: PartialTranscription) => void) | undefined;
  onFailure: ((error: Error) => void) | undefined;
  readonly #worker: WorkerClient;
  readonly #giveBack: (isHealthy: boolean) => Promise<void>;
  /** Sound not yet given to the thread, gathered so that a small message is not sent for each 20 ms. */
  #gathered: Int16Array[] = [];
  #gatheredSamples = 0;
  #isSending = false;
  #hasSaidBehind = false;
  #isHealthy = true;
  #isReleased = false;

  constructor(worker: WorkerClient, giveBack: (isHealthy: boolean) => Promise<void>) {
    this.#worker = worker;
    this.#giveBack = giveBack;
    worker.onEvent = (name, payload) => {
      if (name === 'partial') this.onPartial?.(payload as PartialTranscription);
    };
    worker.onExit = (error) => {
      this.#isHealthy = false;
      this.onFailure?.(error);
    };
  }

  push(pcm: Int16Array): void {
    if (this.#isReleased || pcm.length === 0) return;
    this.#gathered.push(pcm.slice());
    this.#gatheredSamples += pcm.length;
    while (this.#gatheredSamples > maxBehindSamples) {
      this.#gatheredSamples -= this.#gathered.shift()?.length ?? 0;
      if (this.#hasSaidBehind) continue;
      this.#hasSaidBehind = true;
      this.onFailure?.(embeddedError('overloaded', 'speech recognition cannot keep up on this machine and lost some sound'));
    }
    if (!this.#isSending && this.#gatheredSamples >= sampleBlock) void this.#send();
  }

  async transcribe(): Promise<Recognition> {
    const rest = this.#takeGathered();
    if (rest.length > 0) this.#worker.notify('push', rest, [rest.buffer]);
    try {
      return await this.#worker.call<Recognition>('transcribe', undefined, { timeoutMs: transcribeTimeoutMs });
    } catch (error) {
      this.#isHealthy = false;
      throw embeddedError('internal', 'speech recognition failed', error);
    }
  }

  reset(): void {
    this.#takeGathered();
    this.#hasSaidBehind = false;
    this.#worker.notify('reset', undefined);
  }

  async release(): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#takeGathered();
    await this.#giveBack(this.#isHealthy);
  }

  /** One block at a time: the thread's answer says that it is ready for more, so its queue stays short. */
  async #send(): Promise<void> {
    this.#isSending = true;
    try {
      while (this.#gatheredSamples >= sampleBlock && !this.#isReleased) {
        const pcm = this.#takeGathered(maxBlock);
        await this.#worker.call('push', pcm, { transfer: [pcm.buffer], timeoutMs: transcribeTimeoutMs });
      }
    } catch (error) {
      this.#isHealthy = false;
      this.onFailure?.(embeddedError('internal', 'speech recognition failed', error));
    } finally {
      this.#isSending = false;
    }
  }

  /** The oldest of what is gathered: whole pushes, up to `limit` samples or a single longer one. */
  #takeGathered(limit = Number.POSITIVE_INFINITY): Int16Array<ArrayBuffer> {
    let count = 0;
    let samples = 0;
    for (const part of this.#gathered) {
      if (count > 0 && samples + part.length > limit) break;
      count++;
      samples += part.length;
    }
    const joined = new Int16Array(samples);
    let at = 0;
    for (const part of this.#gathered.splice(0, count)) {
      joined.set(part, at);
      at += part.length;
    }
    this.#gatheredSamples -= samples;
    return joined;
  }
}
