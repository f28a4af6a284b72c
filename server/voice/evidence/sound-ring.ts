/** The last seconds of a stream of sound, and when its newest sample arrived. */
export class SoundRing {
  readonly #samples: Int16Array;
  #written = 0;
  #endMs = 0;

  constructor(capacity: number) {
    this.#samples = new Int16Array(capacity);
  }

  get endMs(): number {
    return this.#endMs;
  }

  /** Samples since the beginning of the stream, at the end of what is held. */
  get written(): number {
    return this.#written;
  }

  push(pcm: Int16Array, atMs: number): void {
    const taken = pcm.length > this.#samples.length ? pcm.subarray(pcm.length - this.#samples.length) : pcm;
    const at = (this.#written + pcm.length - taken.length) % this.#samples.length;
    const first = Math.min(taken.length, this.#samples.length - at);
    this.#samples.set(taken.subarray(0, first), at);
    this.#samples.set(taken.subarray(first), 0);
    this.#written += pcm.length;
    this.#endMs = atMs;
  }

  /** Sound between two positions of the stream; silence where it is not held any more or not yet. */
  read(from: number, to: number): Int16Array {
    const read = new Int16Array(Math.max(0, to - from));
    const oldest = Math.max(0, this.#written - this.#samples.length);
    const first = Math.max(from, oldest);
    const last = Math.min(to, this.#written);
    for (let position = first; position < last; ) {
      const at = position % this.#samples.length;
      const count = Math.min(last - position, this.#samples.length - at);
      read.set(this.#samples.subarray(at, at + count), position - from);
      position += count;
    }
    return read;
  }
}
