import { describeSpeechToTextContract } from '../contract-suite/speech-to-text';
import { startElevenLabsStub } from '../contract-suite/stubs/elevenlabs-stub';
import { elevenlabsSpeechToText } from './speech-to-text';

describeSpeechToTextContract(
  'elevenlabs',
  ({ url, apiKey }) => elevenlabsSpeechToText.create({ baseUrl: url, apiKey }, 'scribe_v2_realtime'),
  startElevenLabsStub,
  { countsWords: true },
);
