// Vendors on this machine that speak the real protocols with set delays, in a process of their own: what they cost is nobody else's.
import { startDeepgramStub } from '../../server/providers/contract-suite/stubs/deepgram-stub';
import { startElevenLabsStub } from '../../server/providers/contract-suite/stubs/elevenlabs-stub';
import { startOpenAiStub } from '../../server/providers/contract-suite/stubs/openai-stub';
import { type Profile, stubDelays } from './stub-providers';

const [profile, words, answer] = process.argv.slice(2) as [Profile, string, string];
const model = await startOpenAiStub({ text: answer, firstMs: stubDelays.firstToken, chunkMs: stubDelays.betweenTokens });
const hearing =
  profile === 'streaming'
    ? await startDeepgramStub({ transcription: words, firstMs: stubDelays.speechToText })
    : await startOpenAiStub({ transcription: words, firstMs: stubDelays.speechToText });
const speaking =
  profile === 'streaming' ? await startElevenLabsStub({ firstMs: stubDelays.firstSound }) : await startOpenAiStub({ firstMs: stubDelays.firstSound });
process.on('disconnect', () => process.exit(0));
process.send?.({ model: model.url, hearing: hearing.url, speaking: speaking.url });
