import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import { systemClock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { createSpeechToText, createTextToSpeech, findProvider, type ProviderContext, settingsFor } from '../../providers/registry';
import { settingsOfWorkspace } from '../credentials/settings-of-workspace';
import type { SpeechEngines } from './speech-engines';

export interface RegistrySpeechOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** What is used where nothing is chosen. */
  readonly defaultChains: { readonly stt: readonly string[]; readonly tts: readonly string[] };
  readonly sealKeys: SealKeys;
  readonly log: Logger;
}

/** Speaks and hears when everything else fails. */
const lastResort = 'embedded';

/** Speech where the providers run. */
export function registrySpeech({ environment, defaultChains, sealKeys, log }: RegistrySpeechOptions): SpeechEngines {
  const contextOf = async (scope: WorkspaceScope): Promise<ProviderContext> => {
    const credentials = await settingsOfWorkspace(scope, sealKeys, (provider) => log.error({ provider }, 'a stored credential cannot be opened'));
    return {
      clock: systemClock,
      log,
      settingsOf: (name) => {
        const spec = findProvider(name);
        return spec === undefined ? undefined : settingsFor(spec, { environment, credential: credentials.get(name) });
      },
      onFailover: (event) => log.warn({ from: event.from, to: event.to, reason: event.reason }, 'speech goes on with another provider'),
    };
  };
  return {
    async openVoice(scope, { chain, ...options }) {
      const refs = chain.length > 0 ? chain : [...defaultChains.tts, lastResort];
      return createTextToSpeech([...new Set(refs)], await contextOf(scope)).open(options);
    },
    async openEar(scope, { chain, ...options }) {
      const refs = chain.length > 0 ? chain : [...defaultChains.stt, lastResort];
      return createSpeechToText([...new Set(refs)], await contextOf(scope)).open(options);
    },
  };
}
