import { systemClock } from '../../server/lib/clock';
import { silentLogger } from '../../server/lib/logger';
import { startDeepgramStub } from '../../server/providers/contract-suite/stubs/deepgram-stub';
import { startElevenLabsStub } from '../../server/providers/contract-suite/stubs/elevenlabs-stub';
import { startOpenAiStub } from '../../server/providers/contract-suite/stubs/openai-stub';
import { createLanguageModel, createSpeechToText, createTextToSpeech, type ProviderContext } from '../../server/providers/registry';
import { createDefaultVad } from '../../server/providers/silero/index';
import type { ConversationProviders } from '../../server/voice/conversation';

/** The delays of every stub, in ms: what is left of a response is the server's own doing. */
export const stubDelays = { speechToText: 200, firstToken: 300, betweenTokens: 20, firstSound: 150 } as const;
export const stubTotalMs = stubDelays.speechToText + stubDelays.firstToken + stubDelays.firstSound;

export type Profile = 'streaming' | 'request-response';

export interface StubSetting {
  readonly providers: ConversationProviders;
  close(): Promise<void>;
}

/** Vendors on this machine that speak the real protocols with set delays. `words`: what the recogniser hears. */
export async function stubProviders(profile: Profile, options: { readonly words: string; readonly answer: string }): Promise<StubSetting> {
  const model = await startOpenAiStub({ text: options.answer, firstMs: stubDelays.firstToken, chunkMs: stubDelays.betweenTokens });
  const hearing =
    profile === 'streaming'
      ? await startDeepgramStub({ transcription: options.words, firstMs: stubDelays.speechToText })
      : await startOpenAiStub({ transcription: options.words, firstMs: stubDelays.speechToText });
  const speaking =
    profile === 'streaming' ? await startElevenLabsStub({ firstMs: stubDelays.firstSound }) : await startOpenAiStub({ firstMs: stubDelays.firstSound });
  const settings: Record<string, Record<string, string>> = {
    'openai-compatible': { baseUrl: `${model.url}/v1`, apiKey: 'stub' },
    deepgram: { baseUrl: hearing.url, apiKey: 'stub' },
    groq: { baseUrl: `${hearing.url}/v1`, apiKey: 'stub' },
    elevenlabs: { baseUrl: speaking.url, apiKey: 'stub' },
    openai: { baseUrl: `${speaking.url}/v1`, apiKey: 'stub' },
  };
  const context: ProviderContext = {
    clock: systemClock,
    log: silentLogger,
    settingsOf: (name) => settings[name],
    onFailover: ({ from, reason }) => console.error(`  ! ${from}: ${reason}`),
  };
  return {
    providers: {
      voiceActivity: createDefaultVad(silentLogger),
      speechToText: createSpeechToText([profile === 'streaming' ? 'deepgram:nova-3' : 'groq:whisper-large-v3-turbo'], context),
      languageModel: createLanguageModel(['openai-compatible:stub-model'], context),
      textToSpeech: createTextToSpeech([profile === 'streaming' ? 'elevenlabs' : 'openai'], context),
    },
    async close() {
      await Promise.all([model.close(), hearing.close(), speaking.close()]);
    },
  };
}
