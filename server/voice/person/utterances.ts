/** Under this, of 32767, sound is no speech whoever speaks: 47 dB under the loudest there is. */
const leastLevel = 150;
/** So much quieter than the speech before it: 24 dB. */
const quietShare = 0.06;
/** How slowly the loudness of speech is forgotten, a block of 20 ms. */
const keeps = 0.995;
/** Blocks without speech that end an utterance: 800 ms. */
const blocksOfSilence = 40;
/** An utterance without a pause is cut here: 30 s. */
const mostBlocks = 1_500;

/** Where a person's utterances begin and end, told by loudness alone: a cut at the wrong place costs a word of the transcript, nothing that is heard. */
export class Utterances {
  #level = 0;
  #blocks = 0;
  #silent = 0;

  get isOpen(): boolean {
    return this.#blocks > 0;
  }

  take(block: Int16Array): 'none' | 'begins' | 'goes-on' | 'ends' {
    const loudness = loudnessOf(block);
    this.#level = Math.max(this.#level * keeps, loudness);
    const isSpeech = loudness > leastLevel && loudness >= quietShare * this.#level;
    if (!this.isOpen && !isSpeech) return 'none';
    this.#silent = isSpeech ? 0 : this.#silent + 1;
    if (++this.#blocks === 1) return 'begins';
    if (this.#silent < blocksOfSilence && this.#blocks < mostBlocks) return 'goes-on';
    this.end();
    return 'ends';
  }

  end(): void {
    this.#blocks = 0;
    this.#silent = 0;
  }
}

function loudnessOf(block: Int16Array): number {
  let sum = 0;
  for (const sample of block) sum += sample * sample;
  return Math.sqrt(sum / block.length);
}
