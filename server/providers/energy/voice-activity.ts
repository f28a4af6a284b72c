import { createEnergyDetector } from '../shared/energy-detector';
import type { VoiceActivityProvider } from '../spec/voice-activity';

/** Loudness over an adapting noise floor: half a microsecond a frame, for quiet lines and weak machines. */
export function createEnergyVad(): VoiceActivityProvider {
  return { id: 'energy', open: () => Promise.resolve(createEnergyDetector(512)) };
}
