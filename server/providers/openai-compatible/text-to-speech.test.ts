import { startOpenAiStub } from '../contract-suite/stubs/openai-stub';
import { describeTextToSpeechContract } from '../contract-suite/text-to-speech';
import { compatibleTextToSpeech } from './text-to-speech';

describeTextToSpeechContract(
  'openai-compatible',
  ({ url, apiKey }) => compatibleTextToSpeech.create({ baseUrl: `${url}/v1`, apiKey }, 'tts-stub'),
  startOpenAiStub,
);
