/** Sound this far under the loudness of the speech before it is no speech, whatever a detector that looks back still says: 29 dB. */
const quietShare = 0.035;
/** How slowly the loudness of speech is forgotten, a frame. */
const keeps = 0.995;

/** How loud a participant speaks, so that the first quiet frame after speech is known as one at once. In noise nothing is quiet, and the detector decides. */
export class SpeechLevel {
  #level = 0;

  #endedQuiet = false;

  /**
   * Takes the next frame; says whether it is quiet beside the speech so far, and whether the end of the frame before was as well: the stop in a "t" is
   * shorter than the two together.
   */
  take(frame: Int16Array, isSpeech: boolean): { readonly isQuiet: boolean; readonly isPause: boolean } {
    const half = frame.length >> 1;
    const [begin, end] = [loudnessOf(frame, 0, half), loudnessOf(frame, half, frame.length)];
    if (isSpeech) this.#level = Math.max(this.#level * keeps, begin, end);
    const most = quietShare * this.#level;
    const isQuiet = begin < most && end < most;
    const isPause = isQuiet && this.#endedQuiet;
    this.#endedQuiet = end < most;
    return { isQuiet, isPause };
  }
}

function loudnessOf(frame: Int16Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const sample = frame[i] ?? 0;
    sum += sample * sample;
  }
  return Math.sqrt(sum / Math.max(1, to - from));
}
