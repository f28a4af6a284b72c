import type { VoiceActivityDetector } from '../spec/voice-activity';

/** How far above the noise floor speech is certain, and where it is a coin toss, in dB. */
const certainDb = 16;
const undecidedDb = 10;

/** Quieter than this is silence whatever the floor says, in dB below full scale. */
const silenceDb = -58;

/** Tells speech by loudness over an adapting noise floor. Needs nothing, works in a quiet room, is easily fooled by noise. */
export function createEnergyDetector(frameSamples: number): VoiceActivityDetector & { probability(frame: Int16Array): number } {
  let floorDb = -50;
  return {
    frameSamples,
    probability(frame) {
      const level = levelDb(frame);
      // Down at once, up slowly (about 3 dB a second), so that a sentence does not become the floor.
      floorDb = level < floorDb ? Math.max(level, -75) : floorDb + Math.min(0.1, level - floorDb);
      if (level < silenceDb) return 0;
      return 1 / (1 + Math.exp(-((level - floorDb - undecidedDb) * 4) / (certainDb - undecidedDb)));
    },
    reset() {
      floorDb = -50;
    },
    close() {
      // Holds nothing.
    },
  };
}

function levelDb(frame: Int16Array): number {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return 10 * Math.log10(sum / Math.max(1, frame.length) / (32_768 * 32_768) + 1e-10);
}
