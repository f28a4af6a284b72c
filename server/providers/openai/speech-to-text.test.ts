import { describeSpeechToTextContract } from '../contract-suite/speech-to-text';
import { startOpenAiStub } from '../contract-suite/stubs/openai-stub';
import { openaiSpeechToText } from './speech-to-text';

describeSpeechToTextContract('openai', ({ url, apiKey }) => openaiSpeechToText.create({ baseUrl: `${url}/v1`, apiKey }, 'whisper-stub'), startOpenAiStub, {
  countsWords: false,
});
