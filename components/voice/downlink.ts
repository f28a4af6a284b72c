export interface SoundSink {
  play(responseId: number, startMs: number, pcm: ArrayBuffer): void;
  hold(): void;
  resume(): void;
  flush(responseId: number): void;
}

/** Away from the server: hands sound on to the loudspeaker and drops what was overtaken. */
export class Downlink {
  readonly #sink: SoundSink;
  /** The newest response heard of. */
  #current = -1;
  #stoppedUpTo = -1;

  constructor(sink: SoundSink) {
    this.#sink = sink;
  }

  take(responseId: number, startMs: number, pcm: ArrayBuffer): void {
    if (responseId <= this.#stoppedUpTo || responseId < this.#current || pcm.byteLength < 2) return;
    this.#current = responseId;
    this.#sink.play(responseId, startMs, pcm);
  }

  /** Sound of this response may still be on its way; it is dropped when it comes. */
  interrupt(responseId: number): void {
    this.#stoppedUpTo = Math.max(this.#stoppedUpTo, responseId);
    this.#sink.flush(responseId);
  }

  hold(): void {
    this.#sink.hold();
  }

  resume(): void {
    this.#sink.resume();
  }
}
