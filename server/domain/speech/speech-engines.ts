import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import type { SpeechToTextOptions, SpeechToTextSession } from '../../providers/spec/speech-to-text';
import type { TextToSpeechOptions, TextToSpeechSession } from '../../providers/spec/text-to-speech';

export interface OpenVoiceInput extends Omit<TextToSpeechOptions, 'voiceId'> {
  /** `provider` or `provider:model`, first choice first; empty: what the installation speaks with. */
  readonly chain: readonly string[];
  /** The voice at that provider; undefined: its own choice. */
  readonly voiceId: string | undefined;
}

export interface OpenEarInput extends SpeechToTextOptions {
  readonly chain: readonly string[];
}

/** Voices and ears of this process's providers, with a workspace's credentials. Both throw `not_configured` when none can be used. */
export interface SpeechEngines {
  openVoice(scope: WorkspaceScope, input: OpenVoiceInput): Promise<TextToSpeechSession>;
  openEar(scope: WorkspaceScope, input: OpenEarInput): Promise<SpeechToTextSession>;
}

/** For processes without providers. */
export const noSpeechEngines: SpeechEngines = {
  openVoice: () => Promise.reject(elsewhere()),
  openEar: () => Promise.reject(elsewhere()),
};

function elsewhere(): AppError {
  return new AppError('not_configured', 'Speech is made in the voice process.');
}
