import type { Logger } from '../../lib/logger';
import type { VoiceActivityProvider } from '../spec/voice-activity';
import { createEnergyVad } from './energy';
import { createSileroVad } from './voice-activity';

/** The model where it runs, the energy detector where it does not; says which, once. */
export function createDefaultVad(log: Logger): VoiceActivityProvider {
  const silero = createSileroVad();
  const energy = createEnergyVad();
  let chosen: VoiceActivityProvider = silero;
  return {
    get id() {
      return chosen.id;
    },
    async open() {
      if (chosen === energy) return energy.open();
      try {
        return await silero.open();
      } catch (error) {
        chosen = energy;
        log.warn({ err: error, voiceActivity: energy.id }, 'voice activity model cannot run here, telling speech by loudness instead');
        return energy.open();
      }
    },
  };
}
