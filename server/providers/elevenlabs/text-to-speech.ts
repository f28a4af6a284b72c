import { z } from 'zod';
import type { CapabilitySpec, ProviderSettings } from '../spec/provider-spec';
import type { SpeechDialect } from '../spec/speech-marks';
import type { TextToSpeechOptions, TextToSpeechProvider, TextToSpeechSession, Voice } from '../spec/text-to-speech';
import { askVendor } from '../shared/request';
import { baseUrlOf, extraHeaders } from '../shared/settings';
import { elevenlabsHttpError } from './errors';
import { speakByRequest } from './speak-by-request';
import { speakBySocket } from './speak-by-socket';
import { type ElevenLabsVoice, elevenlabsBaseUrl } from './voice';
import { voicesAnswerSchema } from './wire';

/** The voice of new agents there, which every account has. */
const defaultVoice = 'cjVigY5qzO86Huf0OWal';
const byRequest = '@http';
const rates = [16_000, 22_050, 24_000] as const;
const voicesMs = 10_000;
const mostVoicePages = 5;

export const elevenlabsTextToSpeech: CapabilitySpec<TextToSpeechProvider> = {
  models: [
    { id: 'eleven_flash_v2_5', label: 'Flash v2.5', languages: '*' },
    { id: 'eleven_turbo_v2_5', label: 'Turbo v2.5', languages: '*' },
    { id: 'eleven_multilingual_v2', label: 'Multilingual v2', languages: '*' },
    { id: 'eleven_flash_v2', label: 'Flash v2', languages: ['en'] },
    { id: `eleven_flash_v2_5${byRequest}`, label: 'Flash v2.5 over HTTP', languages: '*' },
    { id: 'eleven_v3', label: 'v3', languages: '*' },
  ],
  defaultModel: 'eleven_flash_v2_5',
  create(settings, model) {
    const id = `elevenlabs:${model}`;
    return {
      id,
      languages: model.startsWith('eleven_flash_v2') && !model.startsWith('eleven_flash_v2_5') ? ['en'] : '*',
      voices: (signal) => listVoices(settings, signal),
      open: async (options) => openSession(id, settings, model, options),
    };
  },
};

function openSession(id: string, settings: ProviderSettings, model: string, options: TextToSpeechOptions): TextToSpeechSession {
  options.signal.throwIfAborted();
  const modelId = model.replace(byRequest, '');
  const voice: ElevenLabsVoice = {
    baseUrl: baseUrlOf(settings, elevenlabsBaseUrl),
    headers: { 'xi-api-key': settings.apiKey ?? '', ...extraHeaders(settings) },
    voiceId: options.voiceId ?? defaultVoice,
    modelId,
    sampleRate: rateFor(options.preferredSampleRate),
    // The other models find the language themselves and refuse the member.
    languageCode: /_v2_5$/.test(modelId) ? options.language.split('-')[0] : undefined,
    voiceSettings: {
      ...(options.stability === undefined ? {} : { stability: options.stability }),
      ...(options.similarityBoost === undefined ? {} : { similarity_boost: options.similarityBoost }),
      ...(options.speed === 1 ? {} : { speed: Math.min(1.2, Math.max(0.7, options.speed)) }),
    },
  };
  const closed = new AbortController();
  // The socket does not know v3.
  const speakWith = model.endsWith(byRequest) || modelId === 'eleven_v3' ? speakByRequest : speakBySocket;
  return {
    producedBy: id,
    sampleRate: voice.sampleRate,
    dialect: dialectOf(modelId),
    speak: (segments, signal) => speakWith(voice, segments, AbortSignal.any([signal, options.signal, closed.signal])),
    async close() {
      closed.abort(new Error('the session was closed'));
    },
  };
}

/** Models of the third generation act stage directions; those before it know breaks, and the English ones and Flash v2 the sounds of a word. */
function dialectOf(modelId: string): SpeechDialect {
  if (/^eleven_v[34]/.test(modelId)) return 'audio-tags';
  return /^eleven_(?:flash_v2|turbo_v2|monolingual_v1|english)/.test(modelId) && !modelId.endsWith('_v2_5') ? 'break-and-phoneme-tags' : 'break-tags';
}

/** The offered rate nearest to the one wanted, the higher of two. */
function rateFor(wanted: number): number {
  return rates.find((rate) => rate >= wanted) ?? 24_000;
}

async function listVoices(settings: ProviderSettings, signal: AbortSignal): Promise<readonly Voice[]> {
  const voices: Voice[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < mostVoicePages; page++) {
    const query = new URLSearchParams({ page_size: '100', ...(pageToken === undefined ? {} : { next_page_token: pageToken }) });
    const answer = await askVendor(
      {
        url: `${baseUrlOf(settings, elevenlabsBaseUrl)}/v2/voices?${query}`,
        init: { headers: { 'xi-api-key': settings.apiKey ?? '', ...extraHeaders(settings) } },
        signal,
        limitMs: voicesMs,
        what: 'the list of voices',
        provider: 'elevenlabs',
        toError: elevenlabsHttpError,
      },
      async (response) => z.parse(voicesAnswerSchema, await response.json()),
    );
    voices.push(...answer.voices.map(voiceOf));
    pageToken = answer.next_page_token ?? undefined;
    if (answer.has_more !== true || pageToken === undefined) break;
  }
  return voices;
}

function voiceOf(voice: z.infer<typeof voicesAnswerSchema>['voices'][number]): Voice {
  const gender = voice.labels?.gender;
  const languages = voice.verified_languages?.map((verified) => verified.language) ?? [];
  const description = voice.description ?? undefined;
  return {
    id: voice.voice_id,
    name: voice.name ?? voice.voice_id,
    languages: languages.length === 0 ? '*' : [...new Set(languages)],
    ...(gender === 'female' || gender === 'male' || gender === 'neutral' ? { gender } : {}),
    ...(description === undefined || description === '' ? {} : { description }),
  };
}
