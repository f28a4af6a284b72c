import { amplified } from '../../server/voice/testing/sounds';

const blockSamples = 320;

/** What happens to a caller's sound before it is sent. */
export interface LineOptions {
  /** The loudspeaker reaches the microphone, so much quieter and later. */
  readonly echo?: { readonly db: number; readonly delayMs: number };
  /** Sound of the room, again and again. */
  readonly room?: Int16Array;
  /** Every so many blocks of 20 ms one is lost. */
  readonly losesEvery?: number;
  /** Every so many blocks the network stands still for so many, then all of them come at once. */
  readonly stalls?: { readonly every: number; readonly blocks: number };
}

/** A microphone in a room, and the network behind it. */
export class Line {
  readonly #options: LineOptions;
  /** What the loudspeaker plays, from the beginning of the call. */
  readonly #played = new Int16Array(16_000 * 60);
  #waiting: Int16Array[] = [];

  constructor(options: LineOptions) {
    this.#options = options;
  }

  plays(pcm: Int16Array, atMs: number): void {
    const at = Math.round(atMs * 16);
    if (at < this.#played.length) this.#played.set(pcm.subarray(0, this.#played.length - at), at);
  }

  stopsPlaying(atMs: number): void {
    this.#played.fill(0, Math.round(atMs * 16));
  }

  /** What is sent in the place of this block, the call's `index`-th. */
  carry(block: Int16Array, index: number): Int16Array[] {
    const { losesEvery, stalls } = this.#options;
    const heard = this.#heard(block, index);
    if (losesEvery !== undefined && index % losesEvery === losesEvery - 1) return [];
    this.#waiting.push(heard);
    if (stalls !== undefined && index % stalls.every >= stalls.every - stalls.blocks) return [];
    return this.#waiting.splice(0);
  }

  #heard(block: Int16Array, index: number): Int16Array {
    const { echo, room } = this.#options;
    const heard = Int16Array.from(block);
    const add = (sound: Int16Array) => sound.forEach((sample, i) => (heard[i] = Math.max(-32_768, Math.min(32_767, (heard[i] ?? 0) + sample))));
    if (room !== undefined) add(Int16Array.from({ length: blockSamples }, (_, i) => room[(index * blockSamples + i) % room.length] ?? 0));
    if (echo !== undefined) {
      const from = index * blockSamples - echo.delayMs * 16;
      if (from >= 0) add(amplified(this.#played.subarray(from, from + blockSamples), echo.db));
    }
    return heard;
  }
}
