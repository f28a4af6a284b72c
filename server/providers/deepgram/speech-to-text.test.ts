import { describeSpeechToTextContract } from '../contract-suite/speech-to-text';
import { startDeepgramStub } from '../contract-suite/stubs/deepgram-stub';
import { deepgramSpeechToText } from './speech-to-text';

describeSpeechToTextContract('deepgram', ({ url, apiKey }) => deepgramSpeechToText.create({ baseUrl: url, apiKey }, 'nova-3'), startDeepgramStub, {
  countsWords: true,
});
