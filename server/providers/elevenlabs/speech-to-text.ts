import type { CapabilitySpec, ProviderSettings } from '../spec/provider-spec';
import type { SpeechToTextOptions, SpeechToTextProvider } from '../spec/speech-to-text';
import { errorOfCategory, parsedJson } from '../shared/failures';
import { baseUrlOf, extraHeaders, socketUrl } from '../shared/settings';
import { type HeardEvent, transcriptionByStream } from '../shared/streaming-transcription';
import { bytesOf } from '../shared/wav';
import { elevenlabsCloseError, elevenlabsHttpError, elevenlabsMessageError } from './errors';
import { elevenlabsBaseUrl } from './voice';
import { transcriptMessageSchema } from './wire';

const mostKeyterms = 50;

export const elevenlabsSpeechToText: CapabilitySpec<SpeechToTextProvider> = {
  models: [{ id: 'scribe_v2_realtime', label: 'Scribe v2 Realtime', languages: '*' }],
  defaultModel: 'scribe_v2_realtime',
  create: (settings, model) =>
    transcriptionByStream({
      id: `elevenlabs:${model}`,
      provider: 'elevenlabs',
      languages: '*',
      address: (options) => addressOf(settings, model, options),
      announcesReady: true,
      sound: (pcm) => chunk(Buffer.from(bytesOf(pcm)).toString('base64'), false),
      askForRest: chunk('', true),
      read,
      toError: elevenlabsHttpError,
      closeError: elevenlabsCloseError,
    }),
};

function addressOf(settings: ProviderSettings, model: string, { language, otherLanguages = [], hints }: SpeechToTextOptions) {
  const query = new URLSearchParams({ model_id: model, audio_format: 'pcm_16000', commit_strategy: 'manual' });
  if (language !== 'auto' && otherLanguages.length === 0) query.set('language_code', language.split('-')[0] ?? language);
  for (const hint of hints.slice(0, mostKeyterms)) query.append('keyterms', hint);
  return {
    url: `${socketUrl(baseUrlOf(settings, elevenlabsBaseUrl))}/v1/speech-to-text/realtime?${query}`,
    headers: { 'xi-api-key': settings.apiKey ?? '', ...extraHeaders(settings) },
  };
}

function chunk(base64: string, commit: boolean): string {
  return JSON.stringify({ message_type: 'input_audio_chunk', audio_base_64: base64, commit, sample_rate: 16_000 });
}

function read(message: string): readonly HeardEvent[] {
  const parsed = transcriptMessageSchema.safeParse(parsedJson(message));
  if (!parsed.success) return [{ kind: 'error', error: errorOfCategory('elevenlabs', 'bad-answer', 'a message could not be read') }];
  const { message_type, text = '', error = '' } = parsed.data;
  switch (message_type) {
    case 'session_started':
      return [{ kind: 'ready' }];
    case 'partial_transcript':
      return [{ kind: 'partial', text }];
    case 'committed_transcript':
    case 'final_transcript':
      return [{ kind: 'final', text, isLast: true }];
    // A commit with too little new sound in it: what was heard before stands.
    case 'insufficient_audio_activity':
    case 'commit_throttled':
      return [{ kind: 'nothing-more' }];
    default:
      return error === '' ? [] : [{ kind: 'error', error: elevenlabsMessageError(message_type, error) }];
  }
}
