import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { systemClock } from '../../server/lib/clock';
import { silentLogger } from '../../server/lib/logger';
import { createLanguageModel, createSpeechToText, createTextToSpeech, type ProviderContext } from '../../server/providers/registry';
import { voiceActivityDetectors } from '../../server/providers/voice-activity';
import type { ConversationProviders } from '../../server/voice/conversation';

/** The delays of every stub, in ms: what is left of a response is the server's own doing. */
export const stubDelays = { speechToText: 200, firstToken: 300, betweenTokens: 20, firstSound: 150 } as const;
export const stubTotalMs = stubDelays.speechToText + stubDelays.firstToken + stubDelays.firstSound;

export type Profile = 'streaming' | 'request-response';

export interface StubSetting {
  readonly providers: ConversationProviders;
  close(): Promise<void>;
}

/** One for the whole process, as in the product. */
const voiceActivity = voiceActivityDetectors({ log: silentLogger, pluginsDir: '/nonexistent' })('auto');

/** Vendors in a process of their own that speak the real protocols with set delays. `words`: what the recogniser hears. */
export async function stubProviders(profile: Profile, options: { readonly words: string; readonly answer: string }): Promise<StubSetting> {
  const vendors = fork(path.join(import.meta.dirname, 'vendors.ts'), [profile, options.words, options.answer], { execArgv: ['--import', 'tsx'] });
  const [urls] = (await once(vendors, 'message')) as [{ readonly model: string; readonly hearing: string; readonly speaking: string }];
  const settings: Record<string, Record<string, string>> = {
    'openai-compatible': { baseUrl: `${urls.model}/v1`, apiKey: 'stub' },
    deepgram: { baseUrl: urls.hearing, apiKey: 'stub' },
    groq: { baseUrl: `${urls.hearing}/v1`, apiKey: 'stub' },
    elevenlabs: { baseUrl: urls.speaking, apiKey: 'stub' },
    openai: { baseUrl: `${urls.speaking}/v1`, apiKey: 'stub' },
  };
  const context: ProviderContext = {
    clock: systemClock,
    log: silentLogger,
    settingsOf: (name) => settings[name],
    onFailover: ({ from, reason }) => console.error(`  ! ${from}: ${reason}`),
  };
  // The first to be opened loads the model, which is no call's doing.
  (await voiceActivity.open()).close();
  return {
    providers: {
      voiceActivity,
      speechToText: createSpeechToText([profile === 'streaming' ? 'deepgram:nova-3' : 'groq:whisper-large-v3-turbo'], context),
      languageModel: createLanguageModel(['openai-compatible:stub-model'], context),
      textToSpeech: createTextToSpeech([profile === 'streaming' ? 'elevenlabs' : 'openai'], context),
    },
    async close() {
      vendors.disconnect();
      await once(vendors, 'exit');
    },
  };
}
