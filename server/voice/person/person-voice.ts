import type { Clock } from '../../lib/clock';
import { createResampler, type Resampler } from '../../lib/resample';
import { ramped } from '../audio/ramp';
import { pipelineSampleRate } from '../frames';
import type { PlayoutTrack } from '../stages/playout';
import type { Transport } from '../transport';
import { JitterQueue, voiceBlockMs } from './jitter-queue';
import { Utterances } from './utterances';

/** Whoever sends nothing for so long does not speak any more, whatever became of them. */
const goneAfterMs = 1_000;
/** What the network is assumed to add before a client plays, where nobody has measured it. */
const networkMs = 40;
const longestNetworkMs = 1_000;
/** Past so many bytes waiting in the socket sound is left out: a voice that comes late is worth nothing. */
const bufferedBytesMark = 256 * 1024;
/** Sound from before an utterance is part of it: 300 ms, in blocks. */
const blocksBefore = 15;
const fadeInMs = 10;

/** Something a person said with their own voice, on the conversation's clock. */
export interface Utterance {
  readonly id: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface PersonVoiceOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** The conversation's clock, in ms since its start. */
  readonly now: () => number;
  readonly track: PlayoutTrack | null;
  /** The next of the conversation's ids. */
  readonly takeId: () => number;
  /** Sound of an utterance, 16 kHz, as it goes out. */
  readonly onSpeech: (pcm: Int16Array) => void;
  readonly onUtterance: (utterance: Utterance) => void;
  /** The person does not speak any more; `isLost`: they never said so. */
  readonly onSilent: (isLost: boolean) => void;
  /** The line did not take its sound; it is silent from now on. */
  readonly onFailure: (error: unknown) => void;
}

/** The sending side of a person's own voice: evens it out, paces it to real time, and cuts it into utterances. */
export class PersonVoice {
  readonly #options: PersonVoiceOptions;
  readonly #queue = new JitterQueue();
  readonly #utterances = new Utterances();
  readonly #resampler: Resampler | null;
  #phase: 'silent' | 'speaking' | 'draining' = 'silent';
  #cancel: (() => void) | null = null;
  #dueAtMs = 0;
  #heardFromAtMs = 0;
  /** Under which the sound goes out; a new one with every utterance. */
  #id: number | null = null;
  #sentMs = 0;
  #playedOutAtMs = 0;
  #before: Int16Array[] = [];
  #utteranceStartMs = 0;

  constructor(options: PersonVoiceOptions) {
    this.#options = options;
    const { outputSampleRate } = options.transport;
    this.#resampler = outputSampleRate === pipelineSampleRate ? null : createResampler(pipelineSampleRate, outputSampleRate);
  }

  get isSpeaking(): boolean {
    return this.#phase !== 'silent';
  }

  begin(): void {
    const wasSilent = this.#phase === 'silent';
    this.#phase = 'speaking';
    this.#heardFromAtMs = this.#options.now();
    if (!wasSilent) return;
    this.#dueAtMs = this.#heardFromAtMs + voiceBlockMs;
    this.#wait();
  }

  /** 20 ms of mono PCM16 at 16 kHz; the receiver keeps it. */
  offer(block: Int16Array): void {
    if (this.#phase !== 'speaking') return;
    this.#heardFromAtMs = this.#options.now();
    this.#queue.offer(block);
  }

  /** What has arrived is still heard. */
  stop(): void {
    if (this.#phase === 'speaking') this.#phase = 'draining';
  }

  /** Nothing more of it is heard. */
  cut(): void {
    if (this.#phase !== 'silent') this.#fallSilent(false);
  }

  #wait(): void {
    this.#cancel = this.#options.clock.after(Math.max(1, this.#dueAtMs - this.#options.now()), () => {
      try {
        this.#play();
      } catch (error) {
        this.#options.onFailure(error);
        this.cut();
      }
    });
  }

  /** Plays what is due: after a moment in which the process was busy, more than one block. */
  #play(): void {
    const nowMs = this.#options.now();
    while (this.#dueAtMs <= nowMs) {
      const block = this.#queue.take(this.#phase === 'draining');
      if (block === null) {
        if (this.#phase === 'draining') return this.#fallSilent(false);
        if (nowMs - this.#heardFromAtMs >= goneAfterMs) return this.#fallSilent(true);
        this.#dueAtMs = nowMs + voiceBlockMs;
        break;
      }
      this.#dueAtMs += voiceBlockMs;
      this.#send(block, nowMs);
    }
    this.#wait();
  }

  #send(block: Int16Array, nowMs: number): void {
    const { transport, track } = this.#options;
    if (transport.bufferedBytes() > bufferedBytesMark) return;
    const isFirst = this.#id === null;
    this.#id ??= this.#options.takeId();
    const responseId = this.#id;
    const { outputSampleRate } = transport;
    const sound = this.#resampler === null ? block : this.#resampler.process(block);
    const pcm = isFirst ? ramped(sound, 'in', Math.round((outputSampleRate * fadeInMs) / 1000)) : sound;
    const durationMs = (pcm.length / outputSampleRate) * 1000;
    const heardAtMs = Math.max(nowMs + Math.min(transport.networkDelayMs ?? networkMs, longestNetworkMs), this.#playedOutAtMs);
    transport.sendAudio({ kind: 'audio-out', responseId, startMs: this.#sentMs, durationMs, pcm });
    track?.agentSound(pcm, outputSampleRate, heardAtMs);
    this.#sentMs += durationMs;
    this.#playedOutAtMs = heardAtMs + durationMs;
    this.#divide(block, heardAtMs);
  }

  #divide(block: Int16Array, heardAtMs: number): void {
    switch (this.#utterances.take(block)) {
      case 'none':
        this.#before.push(block);
        if (this.#before.length > blocksBefore) this.#before.shift();
        return;
      case 'begins':
        this.#utteranceStartMs = heardAtMs;
        for (const earlier of this.#before) this.#options.onSpeech(earlier);
        this.#before = [];
        return this.#options.onSpeech(block);
      case 'goes-on':
        return this.#options.onSpeech(block);
      case 'ends':
        this.#options.onSpeech(block);
        return this.#endUtterance();
    }
  }

  #endUtterance(): void {
    this.#utterances.end();
    const id = this.#id ?? this.#options.takeId();
    this.#id = null;
    this.#sentMs = 0;
    this.#options.onUtterance({ id, startMs: Math.round(this.#utteranceStartMs), endMs: Math.round(this.#playedOutAtMs) });
  }

  #fallSilent(isLost: boolean): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#phase = 'silent';
    this.#queue.clear();
    this.#before = [];
    this.#resampler?.flush();
    if (this.#utterances.isOpen) this.#endUtterance();
    this.#id = null;
    this.#sentMs = 0;
    this.#options.onSilent(isLost);
  }
}
