import { join } from 'node:path';
import type { VoiceActivityName } from '../contracts/agent-config';
import type { Logger } from '../lib/logger';
import { createEnergyVad } from './energy/voice-activity';
import { createSileroVad } from './silero/voice-activity';
import type { VoiceActivityProvider } from './spec/voice-activity';
import { createTenVad } from './ten/voice-activity';
import { createWebRtcVad } from './webrtc-vad/voice-activity';

export type VoiceActivityDetectors = (name: VoiceActivityName) => VoiceActivityProvider;

/** Every detector of speech by its name in agent documents. One that cannot run here gives way to the next: ten → silero → webrtc → energy. */
export function voiceActivityDetectors({ log, pluginsDir }: { readonly log: Logger; readonly pluginsDir: string }): VoiceActivityDetectors {
  const energy = createEnergyVad();
  const webrtc = orElse(createWebRtcVad(), energy, log);
  const silero = orElse(createSileroVad(), webrtc, log);
  const ten = orElse(createTenVad(join(pluginsDir, 'ten-vad')), silero, log);
  const detectors = { auto: silero, silero, webrtc, energy, ten } as const satisfies Record<VoiceActivityName, VoiceActivityProvider>;
  return (name) => detectors[name];
}

/** The wanted one where it can be opened, the other where it cannot; says so once each time that changes. */
function orElse(wanted: VoiceActivityProvider, other: VoiceActivityProvider, log: Logger): VoiceActivityProvider {
  let isFailing = false;
  return {
    get id() {
      return isFailing ? other.id : wanted.id;
    },
    async open() {
      try {
        const detector = await wanted.open();
        isFailing = false;
        return detector;
      } catch (error) {
        if (!isFailing) log.warn({ err: error, wanted: wanted.id, used: other.id }, 'a detector of speech cannot run here, another is used');
        isFailing = true;
        return other.open();
      }
    },
  };
}
