import { describe, expect, it } from 'vitest';
import { startElevenLabsStub } from '../contract-suite/stubs/elevenlabs-stub';
import { describeTextToSpeechContract } from '../contract-suite/text-to-speech';
import { elevenlabsTextToSpeech } from './text-to-speech';

describeTextToSpeechContract(
  'elevenlabs by socket',
  ({ url, apiKey }) => elevenlabsTextToSpeech.create({ baseUrl: url, apiKey }, 'eleven_flash_v2_5'),
  startElevenLabsStub,
);
describeTextToSpeechContract(
  'elevenlabs by request',
  ({ url, apiKey }) => elevenlabsTextToSpeech.create({ baseUrl: url, apiKey }, 'eleven_flash_v2_5@http'),
  startElevenLabsStub,
);

describe('voices of elevenlabs', () => {
  it('are listed with what is known of them', async () => {
    const stub = await startElevenLabsStub();
    const voices = await elevenlabsTextToSpeech.create({ baseUrl: stub.url, apiKey: 'k' }, 'eleven_flash_v2_5').voices(new AbortController().signal);
    expect(voices).toEqual([
      { id: 'cjVigY5qzO86Huf0OWal', name: 'Eric', languages: ['en', 'es'], gender: 'male', description: 'A smooth tenor' },
      { id: 'EXAVITQu4vr4xnSDxMaL', name: 'Sarah', languages: '*', gender: 'female' },
    ]);
    await stub.close();
  });
});
