import type { CapabilitySpec, ProviderSettings } from '../spec/provider-spec';
import type { SpeechToTextOptions, SpeechToTextProvider } from '../spec/speech-to-text';
import { errorOfCategory, parsedJson } from '../shared/failures';
import { baseUrlOf, extraHeaders, socketUrl } from '../shared/settings';
import { type HeardEvent, transcriptionByStream } from '../shared/streaming-transcription';
import { bytesOf } from '../shared/wav';
import { deepgramCloseError, deepgramHttpError, deepgramMessageError } from './errors';
import { closeStream, errorMessageSchema, finalize, keepAlive, resultsSchema, serverMessageSchema } from './wire';

export const deepgramBaseUrl = 'https://api.deepgram.com';

const mostKeyterms = 100;

export const deepgramSpeechToText: CapabilitySpec<SpeechToTextProvider> = {
  models: [
    { id: 'nova-3', label: 'Nova-3', languages: '*' },
    { id: 'nova-2', label: 'Nova-2', languages: '*' },
    { id: 'nova-2-phonecall', label: 'Nova-2 for phone calls', languages: ['en'] },
  ],
  defaultModel: 'nova-3',
  create: (settings, model) =>
    transcriptionByStream({
      id: `deepgram:${model}`,
      provider: 'deepgram',
      languages: '*',
      address: (options) => addressOf(settings, model, options),
      announcesReady: false,
      sound: bytesOf,
      askForRest: finalize,
      keepAlive,
      farewell: closeStream,
      read,
      toError: deepgramHttpError,
      closeError: deepgramCloseError,
    }),
};

/** Those that its mixed model hears. */
const mixed: ReadonlySet<string> = new Set(['en', 'es', 'fr', 'de', 'hi', 'ru', 'pt', 'ja', 'it', 'nl']);

function languageOf({ language, otherLanguages = [] }: SpeechToTextOptions): string {
  const isMixed = otherLanguages.length > 0 && [language, ...otherLanguages].every((code) => mixed.has(code.slice(0, 2).toLowerCase()));
  return language === 'auto' || isMixed ? 'multi' : language;
}

function addressOf(settings: ProviderSettings, model: string, options: SpeechToTextOptions) {
  const { hints } = options;
  const query = new URLSearchParams({
    model,
    language: languageOf(options),
    encoding: 'linear16',
    sample_rate: '16000',
    channels: '1',
    interim_results: 'true',
    smart_format: 'true',
    // Turns are ended by us; Deepgram's own endpointing would only cut the text into more pieces.
    endpointing: 'false',
  });
  // Nova-3 takes key terms, the models before it took weighted keywords of one word.
  for (const hint of hints.slice(0, mostKeyterms)) {
    if (model.startsWith('nova-3')) query.append('keyterm', hint);
    else if (!hint.includes(' ')) query.append('keywords', hint);
  }
  return {
    url: `${socketUrl(baseUrlOf(settings, deepgramBaseUrl))}/v1/listen?${query}`,
    headers: { authorization: `Token ${settings.apiKey ?? ''}`, ...extraHeaders(settings) },
  };
}

function read(message: string): readonly HeardEvent[] {
  const parsed = serverMessageSchema.safeParse(parsedJson(message));
  if (!parsed.success) return [{ kind: 'error', error: errorOfCategory('deepgram', 'bad-answer', 'a message could not be read') }];
  const failure = errorMessageSchema.safeParse(parsed.data);
  if (failure.success) return [{ kind: 'error', error: deepgramMessageError(failure.data.description ?? failure.data.message ?? 'an error without words') }];
  const results = resultsSchema.safeParse(parsed.data);
  if (!results.success) return [];
  const { start, duration, is_final, from_finalize, channel } = results.data;
  const [best] = channel.alternatives;
  if (!is_final) return [{ kind: 'partial', text: best?.transcript ?? '' }];
  const language = best?.languages?.[0];
  return [
    {
      kind: 'final',
      text: best?.transcript ?? '',
      ...(best?.confidence === undefined || best.transcript === '' ? {} : { confidence: best.confidence }),
      ...(language === undefined ? {} : { language }),
      words: (best?.words ?? []).map((word) => ({ text: word.punctuated_word ?? word.word, start: word.start, end: word.end })),
      from: start,
      until: start + duration,
      isLast: from_finalize === true,
    },
  ];
}
