/** Sound this far under the loudness of the speech before it is no speech, whatever a detector that looks back still says: 29 dB. */
const quietShare = 0.035;
/** How slowly the loudness of speech is forgotten, a frame. */
const keeps = 0.995;

/** How loud a participant speaks, so that the first quiet frame after speech is known as one at once. In noise nothing is quiet, and the detector decides. */
export class SpeechLevel {
  #level = 0;

  /** Takes the next frame; says whether it is quiet beside the speech so far. */
  isQuiet(frame: Int16Array, isSpeech: boolean): boolean {
    let sum = 0;
    for (let i = 0; i < frame.length; i++) {
      const sample = frame[i] ?? 0;
      sum += sample * sample;
    }
    const loudness = Math.sqrt(sum / Math.max(1, frame.length));
    if (isSpeech) this.#level = Math.max(this.#level * keeps, loudness);
    return loudness < quietShare * this.#level;
  }
}
