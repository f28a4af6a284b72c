import { describeSpeechToTextContract } from '../contract-suite/speech-to-text';
import { startOpenAiStub } from '../contract-suite/stubs/openai-stub';
import { compatibleSpeechToText } from './speech-to-text';

describeSpeechToTextContract(
  'openai-compatible',
  ({ url, apiKey }) => compatibleSpeechToText.create({ baseUrl: `${url}/v1`, apiKey }, 'whisper-stub'),
  startOpenAiStub,
  { countsWords: false },
);
