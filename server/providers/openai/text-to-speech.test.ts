import { startOpenAiStub } from '../contract-suite/stubs/openai-stub';
import { describeTextToSpeechContract } from '../contract-suite/text-to-speech';
import { openaiTextToSpeech } from './text-to-speech';

describeTextToSpeechContract('openai', ({ url, apiKey }) => openaiTextToSpeech.create({ baseUrl: `${url}/v1`, apiKey }, 'tts-stub'), startOpenAiStub);
