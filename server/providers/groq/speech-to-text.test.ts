import { describeSpeechToTextContract } from '../contract-suite/speech-to-text';
import { startOpenAiStub } from '../contract-suite/stubs/openai-stub';
import { groqSpeechToText } from './speech-to-text';

describeSpeechToTextContract('groq', ({ url, apiKey }) => groqSpeechToText.create({ baseUrl: `${url}/v1`, apiKey }, 'whisper-stub'), startOpenAiStub, {
  countsWords: false,
});
