/** Length of a block of a person's voice on its way in, in ms. */
export const voiceBlockMs = 20;
/** Blocks that are there before the first is played, also after a gap: 60 ms of unevenness are not heard. */
const blocksToBegin = 3;
/** 400 ms: sound that waited longer is too late for a talk. */
const mostBlocks = 20;
/** What is never used of the queue for a second is only delay: a block of it is left out. */
const idleBlocks = 5;
const lookedAtAfter = 50;

/** Evens out how a person's sound arrives. Bounded: when it is full the oldest is dropped. */
export class JitterQueue {
  #blocks: Int16Array[] = [];
  #isFlowing = false;
  #least = mostBlocks;
  #taken = 0;
  /** Blocks that nobody heard. */
  dropped = 0;

  get size(): number {
    return this.#blocks.length;
  }

  offer(block: Int16Array): void {
    if (this.#blocks.length >= mostBlocks) this.#drop();
    this.#blocks.push(block);
  }

  /** The next block to play; null: there is none, or there are too few to begin with. `isLast`: no more will come. */
  take(isLast = false): Int16Array | null {
    if (!this.#isFlowing && !isLast && this.#blocks.length < blocksToBegin) return null;
    const block = this.#blocks.shift() ?? null;
    this.#isFlowing = block !== null;
    if (block !== null) this.#shorten();
    return block;
  }

  clear(): void {
    this.#blocks = [];
    this.#isFlowing = false;
  }

  #shorten(): void {
    this.#least = Math.min(this.#least, this.#blocks.length);
    if (++this.#taken < lookedAtAfter) return;
    if (this.#least >= idleBlocks) this.#drop();
    this.#taken = 0;
    this.#least = mostBlocks;
  }

  #drop(): void {
    this.#blocks.shift();
    this.dropped++;
  }
}
