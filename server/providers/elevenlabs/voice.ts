export const elevenlabsBaseUrl = 'https://api.elevenlabs.io';

/** What both ways of speaking need to know. */
export interface ElevenLabsVoice {
  readonly baseUrl: string;
  readonly headers: Record<string, string>;
  readonly voiceId: string;
  readonly modelId: string;
  readonly sampleRate: number;
  readonly languageCode: string | undefined;
  readonly voiceSettings: Record<string, number>;
}
