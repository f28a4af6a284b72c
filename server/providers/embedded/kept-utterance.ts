const samplesPerMs = 16;
const blockSamples = 10 * samplesPerMs;
/** A block this far under the loudest of its utterance is quiet: 26 dB. */
const quietShare = 0.05;

/** A pause as long as this lies between words; a shorter one may be the stop inside "open". */
const betweenWordsMs = 200;
/** The most that is recognised a second time: decoding runs at a tenth of the time that the sound takes. */
const longestKept = 10_000 * samplesPerMs;

/**
 * The sound of the utterance that is being recognised. Text may be asked for at a pause that turns out to lie within a word; the
 * utterance is over then for the decoder, so it has to hear it again together with what follows.
 */
export class KeptUtterance {
  #parts: Int16Array[] = [];
  #samples = 0;
  #loudest = 0;
  #quietSamples = 0;
  /** What came after the text was asked for, all quiet so far. */
  #after: Int16Array[] = [];

  add(pcm: Int16Array): void {
    this.#samples += pcm.length;
    if (this.#samples <= longestKept) this.#parts.push(pcm);
    else this.#parts = [];
    for (let at = 0; at < pcm.length; at += blockSamples) {
      const block = pcm.subarray(at, at + blockSamples);
      const loudness = rootMeanSquare(block);
      this.#loudest = Math.max(this.#loudest, loudness);
      this.#quietSamples = loudness < quietShare * this.#loudest ? this.#quietSamples + block.length : 0;
    }
  }

  /**
   * Takes sound that follows after the text was given. Says `wait` while it is only quiet, `new` when it begins an utterance of its own,
   * `again` when it belongs to the one before; then `whole` and `rest` hold what the decoder needs.
   */
  follow(pcm: Int16Array): 'wait' | 'new' | 'again' {
    this.#after.push(pcm);
    if (this.#parts.length === 0 || this.#isBetweenWords) return 'new';
    for (let at = 0; at < pcm.length; at += blockSamples) {
      const block = pcm.subarray(at, at + blockSamples);
      if (rootMeanSquare(block) >= quietShare * this.#loudest) return 'again';
      this.#quietSamples += block.length;
      if (this.#isBetweenWords) return 'new';
    }
    return 'wait';
  }

  get #isBetweenWords(): boolean {
    return this.#quietSamples >= betweenWordsMs * samplesPerMs;
  }

  /** The utterance as it was when its text was given. */
  get whole(): readonly Int16Array[] {
    return this.#parts;
  }

  /** What was followed by since. */
  get rest(): readonly Int16Array[] {
    return this.#after;
  }
}

function rootMeanSquare(block: Int16Array): number {
  let sum = 0;
  for (const sample of block) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, block.length));
}
