import type { Clock } from '../../lib/clock';
import { delay } from '../../lib/wait';
import { createResampler, type Resampler } from '../../lib/resample';
import type { SpeechChunk } from '../../providers/spec/text-to-speech';
import { ramped } from '../audio/ramp';
import type { AudioOutFrame } from '../frames';
import { SpeechTiming } from '../history/heard-text';
import type { Transport } from '../transport';

/** Length of a frame of sound on its way out, in ms. */
const frameMs = 40;
/** A hold and its end are not heard as a click: sound fades over so long, in ms. */
const rampMs = 20;
/** What the network is assumed to add before a client plays, where nobody has measured it. */
const networkMs = 40;
const longestNetworkMs = 1_000;
/** So much sound lies between two marks, in ms. */
const markEveryMs = 240;
/** Past so many bytes waiting in the socket nothing more is sent. */
const bufferedBytesMark = 256 * 1024;
/** A client that takes nothing for so long is gone. */
const stalledAfterMs = 15_000;
/** How long after its last sound a response may stay unconfirmed by a client that reports its playhead. */
const confirmationMs = 2_500;

/** A voice that gives no sound for so long has said what it was given. */
const gapInSpeechMs = 700;
/** Words before a tool are waited for so long. */
const longestSentenceMs = 20_000;

const normalised = (text: string) => text.trim().replace(/\s+/gu, ' ');

/** Told where on the conversation's clock the agent's sound is heard; the recorder listens. */
export interface PlayoutTrack {
  agentSound(pcm: Int16Array, sampleRate: number, atMs: number): void;
  /** Sound after this moment will not be heard. */
  agentCut(atMs: number): void;
  agentHeld(atMs: number): void;
  agentResumed(atMs: number): void;
}

export interface PlayoutOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** The conversation's clock, in ms since its start. */
  readonly now: () => number;
  readonly track: PlayoutTrack | null;
  /** Awaited before the first frame leaves; null: at once. */
  readonly mayBegin: (() => Promise<void>) | null;
}

/** The sending side of one response: paces sound to real time, a little ahead of the playhead, and knows how much was heard. */
export class Playout {
  readonly responseId: number;
  readonly timing = new SpeechTiming();
  readonly #options: PlayoutOptions;
  readonly #anchors: { readonly soundMs: number; readonly atMs: number }[] = [];
  #sentMs = 0;
  #markedMs = 0;
  #toldCharacters = 0;
  /** When all that was sent will have been played, on the conversation's clock. */
  #playedOutAtMs = 0;
  #heldAtMs: number | null = null;
  /** A client that cannot pause hears the sound fade out in front of a hold, and in again behind it. */
  #fade: 'none' | 'is-out' | 'in' = 'none';
  #resumed: (() => void) | null = null;
  #report: { readonly playedMs: number; readonly isDrained: boolean; readonly atMs: number } | null = null;
  #isCut = false;
  #cutPlayedMs = 0;
  firstSentAtMs: number | null = null;
  firstPlayedAtMs: number | null = null;

  constructor(responseId: number, options: PlayoutOptions) {
    this.responseId = responseId;
    this.#options = options;
  }

  get sentMs(): number {
    return this.#sentMs;
  }

  get isHeld(): boolean {
    return this.#heldAtMs !== null;
  }

  /** Sends all of the speech; resolves when the last of it was heard. Throws what the speech throws, or the signal's reason. */
  async play(speech: AsyncIterable<SpeechChunk>, sampleRate: number, onAudible: () => void, signal: AbortSignal): Promise<void> {
    const { outputSampleRate } = this.#options.transport;
    const resampler: Resampler | null = sampleRate === outputSampleRate ? null : createResampler(sampleRate, outputSampleRate);
    for await (const chunk of speech) {
      signal.throwIfAborted();
      if (chunk.alignment !== undefined) this.timing.addAlignment(chunk.alignment);
      this.timing.addSound((chunk.pcm.length / sampleRate) * 1000, chunk.endsSegment);
      if (chunk.pcm.length > 0) await this.#send(resampler === null ? chunk.pcm : resampler.process(chunk.pcm), onAudible, signal);
    }
    const rest = resampler?.flush();
    if (rest !== undefined && rest.length > 0) await this.#send(rest, onAudible, signal);
    this.timing.finish();
    if (this.#sentMs > this.#markedMs) this.#mark();
    await this.#untilHeard(signal);
  }

  /** Resolves when all sound there is was heard, and there is either all of `text` or no more coming for a while. Gives up on a stream that neither ends nor goes on. */
  async untilSpoken(text: string, signal: AbortSignal): Promise<void> {
    const { clock, now } = this.#options;
    const wanted = normalised(text);
    for (const startedMs = now(); now() - startedMs < longestSentenceMs; ) {
      const playedMs = this.playedMs();
      const isCaughtUp = this.#heldAtMs === null && playedMs >= this.#sentMs - 1;
      if (this.#sentMs > 0 && normalised(this.timing.heardText(playedMs)).length >= wanted.length) return;
      if (isCaughtUp && this.#sentMs > 0 && now() - this.#playedOutAtMs > gapInSpeechMs) return;
      await delay(clock, 40, signal);
    }
  }

  /** Milliseconds of this response that were heard by now. */
  playedMs(): number {
    if (this.#isCut) return this.#cutPlayedMs;
    const nowMs = this.#heldAtMs !== null && this.#options.transport.canHold ? this.#heldAtMs : this.#options.now();
    const estimate = Math.max(0, this.#sentMs - Math.max(0, this.#playedOutAtMs - nowMs));
    if (this.#report === null) return estimate;
    const since = this.#heldAtMs === null ? Math.max(0, nowMs - this.#report.atMs) : 0;
    return Math.min(this.#sentMs, this.#report.isDrained ? this.#report.playedMs : this.#report.playedMs + since);
  }

  /** H3: the carrier has played up to a mark. Marks come in order; one that is behind is late, and told already. */
  marked(soundMs: number): void {
    if (soundMs <= (this.#report?.playedMs ?? 0)) return;
    this.reported(soundMs, soundMs >= this.#sentMs);
  }

  /** The client says how far it has played. */
  reported(playedMs: number, isDrained: boolean): void {
    if (this.#isCut) return;
    const atMs = this.#options.now();
    if (this.firstPlayedAtMs === null && playedMs > 0) this.firstPlayedAtMs = Math.max(this.firstSentAtMs ?? 0, atMs - playedMs);
    this.#report = { playedMs: Math.min(playedMs, this.#sentMs), isDrained, atMs };
  }

  hold(): void {
    if (this.#heldAtMs !== null || this.#isCut) return;
    this.#heldAtMs = this.#options.now();
    if (this.#options.transport.canHold) this.#options.track?.agentHeld(this.#heldAtMs);
  }

  resume(): void {
    if (this.#heldAtMs === null) return;
    const nowMs = this.#options.now();
    if (this.#options.transport.canHold) {
      if (this.#playedOutAtMs > this.#heldAtMs) this.#playedOutAtMs += nowMs - this.#heldAtMs;
      if (this.#report !== null) this.#report = { ...this.#report, atMs: nowMs };
      this.#options.track?.agentResumed(nowMs);
    }
    this.#heldAtMs = null;
    if (this.#fade === 'is-out') this.#fade = 'in';
    this.#resumed?.();
    this.#resumed = null;
  }

  /** Nothing more of it will be heard; says how much was. */
  cut(): number {
    if (!this.#isCut) {
      this.#cutPlayedMs = this.playedMs();
      this.#isCut = true;
      if (this.firstSentAtMs !== null)
        this.#options.track?.agentCut(this.#heldAtMs !== null && this.#options.transport.canHold ? this.#heldAtMs : this.#options.now());
      this.#resumed?.();
    }
    return this.#cutPlayedMs;
  }

  /** When a place in the sound was, or would have been, heard. */
  clockOf(soundMs: number): number {
    const anchor = this.#anchors.findLast((candidate) => candidate.soundMs <= soundMs) ?? this.#anchors[0];
    return anchor === undefined ? this.#options.now() : anchor.atMs + (soundMs - anchor.soundMs);
  }

  async #send(pcm: Int16Array, onAudible: () => void, signal: AbortSignal): Promise<void> {
    const { transport, track } = this.#options;
    const frameSamples = Math.round((transport.outputSampleRate * frameMs) / 1000);
    if (this.firstSentAtMs === null) await this.#options.mayBegin?.();
    const rampSamples = Math.round((transport.outputSampleRate * rampMs) / 1000);
    for (let at = 0; at < pcm.length; ) {
      const isLastBeforeHold = await this.#untilMaySend(signal);
      const taken = pcm.slice(at, at + (isLastBeforeHold ? rampSamples : frameSamples));
      at += taken.length;
      const part = this.#faded(taken, isLastBeforeHold, rampSamples);
      const durationMs = (part.length / transport.outputSampleRate) * 1000;
      const characters = transport.wantsCharacters === true ? this.timing.charactersFrom(this.#toldCharacters, this.#sentMs, this.#sentMs + durationMs) : [];
      this.#toldCharacters += characters.length;
      const frame: AudioOutFrame = {
        kind: 'audio-out',
        responseId: this.responseId,
        startMs: this.#sentMs,
        durationMs,
        pcm: part,
        ...(characters.length === 0 ? {} : { characters }),
      };
      const nowMs = this.#options.now();
      const heardAtMs = Math.max(nowMs + Math.min(transport.networkDelayMs ?? networkMs, longestNetworkMs), this.#playedOutAtMs);
      const isFirst = this.firstSentAtMs === null;
      if (isFirst) {
        this.firstSentAtMs = nowMs;
        onAudible();
        signal.throwIfAborted();
      }
      transport.sendAudio(frame);
      this.#anchors.push({ soundMs: this.#sentMs, atMs: heardAtMs });
      track?.agentSound(part, transport.outputSampleRate, heardAtMs);
      this.#sentMs += durationMs;
      this.#playedOutAtMs = heardAtMs + durationMs;
      if (this.#sentMs - this.#markedMs >= markEveryMs) this.#mark();
    }
  }

  #mark(): void {
    this.#markedMs = this.#sentMs;
    this.#options.transport.sendMark?.(this.responseId, this.#sentMs);
  }

  #faded(pcm: Int16Array, isLastBeforeHold: boolean, rampSamples: number): Int16Array {
    if (isLastBeforeHold) {
      this.#fade = 'is-out';
      return ramped(pcm, 'out', rampSamples);
    }
    if (this.#fade === 'none') return pcm;
    this.#fade = 'none';
    return ramped(pcm, 'in', rampSamples);
  }

  /** Answers whether what is sent next is the last before a hold. */
  async #untilMaySend(signal: AbortSignal): Promise<boolean> {
    const { transport, clock } = this.#options;
    const since = this.#options.now();
    for (;;) {
      signal.throwIfAborted();
      if (this.#heldAtMs !== null) {
        if (!transport.canHold && this.#fade === 'none' && this.#sentMs > 0) return true;
        await new Promise<void>((resolve) => {
          this.#resumed = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        continue;
      }
      if (transport.bufferedBytes() > bufferedBytesMark) {
        if (this.#options.now() - since > stalledAfterMs) throw new Error('the client stopped taking sound');
        await delay(clock, 50, signal);
        continue;
      }
      const aheadMs = this.#sentMs - this.playedMs();
      if (aheadMs <= transport.leadMs) return false;
      await delay(clock, Math.min(Math.max(10, aheadMs - transport.leadMs), 500), signal);
    }
  }

  async #untilHeard(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#report?.isDrained === true && this.#report.playedMs >= this.#sentMs - frameMs) return;
      const nowMs = this.#options.now();
      const overdueMs = nowMs - this.#playedOutAtMs;
      const { reportsPlayhead, sendMark } = this.#options.transport;
      const isReporting = (reportsPlayhead || sendMark !== undefined) && this.#report !== null;
      if (this.#heldAtMs === null && overdueMs >= (isReporting ? confirmationMs : 0)) return;
      await delay(this.#options.clock, Math.min(Math.max(10, isReporting ? 40 : -overdueMs), 200), signal);
    }
  }
}
