import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import type { WorkspaceScope } from '../../auth/scope';
import { rulesOfDictionaries } from '../../domain/pronunciation-dictionaries/dictionaries';
import { type OpenSpeech, openSpeech, type SpokenPart } from '../../domain/speech/say-text';
import { AppError } from '../../lib/app-error';
import { type OutputFormat, outputFormats, readOutputFormat } from '../../voice/audio/output-format';
import { type Route, route, type Wire } from '../route';
import type { RestVariables, RouteDeps } from '../routes';
import { settingsFromWire } from './voices';

const longestText = 5_000;
const usualFormat = 'mp3_44100_128';

const speechQuery = z.object({ output_format: z.string().max(40).default(usualFormat) });
const speechBody = z.looseObject({
  text: z.string(),
  model_id: z.string().max(200).nullish(),
  language_code: z.string().max(35).nullish(),
  voice_settings: z
    .looseObject({
      stability: z.number().min(0).max(1).nullish(),
      similarity_boost: z.number().min(0).max(1).nullish(),
      style: z.number().min(0).max(1).nullish(),
      use_speaker_boost: z.boolean().nullish(),
      speed: z.number().min(0.7).max(1.2).nullish(),
    })
    .nullish(),
  pronunciation_dictionary_locators: z
    .array(z.looseObject({ pronunciation_dictionary_id: z.string(), version_id: z.string().nullish() }))
    .max(3)
    .nullish(),
});

const note = 'Spoken by the installed providers. `model_id` chooses a model as `provider:model`; other names mean the voice’s usual one. Opus is not made.';

export function textToSpeechRoutes(deps: RouteDeps): readonly Route[] {
  const options = { permission: 'agents:read', query: speechQuery, body: speechBody, note } as const;
  const begin = (request: SpeechRequest) => beginSpeech(deps, request);
  return [
    route('POST /v1/text-to-speech/{voice_id}', options, async (request) => {
      const speech = await begin({ ...request, voiceId: request.params.voice_id });
      const parts: Uint8Array[] = [];
      for await (const { bytes } of speech.parts) parts.push(bytes);
      return request.context.body(Uint8Array.from(Buffer.concat(parts)), 200, headersOf(speech));
    }),

    route('POST /v1/text-to-speech/{voice_id}/stream', options, async (request) => {
      const speech = await begin({ ...request, voiceId: request.params.voice_id });
      return request.context.body(
        streamOf(speech.parts, ({ bytes }) => bytes),
        200,
        headersOf(speech),
      );
    }),

    route('POST /v1/text-to-speech/{voice_id}/with-timestamps', options, async (request) => {
      const speech = await begin({ ...request, voiceId: request.params.voice_id });
      const parts: Uint8Array[] = [];
      const alignments: Wire[] = [];
      for await (const part of speech.parts) {
        parts.push(part.bytes);
        const alignment = alignmentToWire(part);
        if (alignment !== null) alignments.push(alignment);
      }
      const alignment = alignments.length === 0 ? null : joinAlignments(alignments);
      request.context.header('request-id', speech.requestId);
      return { audio_base64: Buffer.concat(parts).toString('base64'), alignment, normalized_alignment: alignment };
    }),

    route('POST /v1/text-to-speech/{voice_id}/stream/with-timestamps', options, async (request) => {
      const speech = await begin({ ...request, voiceId: request.params.voice_id });
      const lines = streamOf(speech.parts, (part) => {
        const alignment = alignmentToWire(part);
        if (part.bytes.length === 0 && alignment === null) return new Uint8Array(0);
        const line = { audio_base64: Buffer.from(part.bytes).toString('base64'), alignment, normalized_alignment: alignment };
        return Buffer.from(`${JSON.stringify(line)}\n`);
      });
      return request.context.body(lines, 200, { ...headersOf(speech), 'content-type': 'application/json' });
    }),
  ];
}

interface SpeechRequest {
  readonly scope: WorkspaceScope;
  readonly voiceId: string;
  readonly query: z.infer<typeof speechQuery>;
  readonly body: z.infer<typeof speechBody>;
  readonly context: Context<RestVariables>;
}

interface BegunSpeech {
  readonly format: OutputFormat;
  readonly producedBy: string;
  readonly characters: number;
  readonly requestId: string;
  readonly parts: AsyncIterable<SpokenPart>;
}

/** Speech whose first sound is there: a voice that fails is told as an error and not as a broken stream. */
async function beginSpeech({ services }: RouteDeps, { scope, voiceId, query, body, context }: SpeechRequest): Promise<BegunSpeech> {
  const text = body.text.trim();
  if (text === '') throw new AppError('bad_request', 'There is nothing to say: the text is empty.', { path: ['text'] });
  if (text.length > longestText) throw new AppError('bad_request', `A request says at most ${longestText} characters.`, { path: ['text'] });
  const format = formatOf(query.output_format);
  const locators = (body.pronunciation_dictionary_locators ?? []).map((locator) => ({
    dictionaryId: locator.pronunciation_dictionary_id,
    versionId: locator.version_id ?? undefined,
  }));
  const rules = await rulesOfDictionaries(scope, locators);
  const speech = await openSpeech(scope, services, {
    voiceId,
    modelId: body.model_id ?? undefined,
    language: body.language_code ?? undefined,
    settings: settingsFromWire(body.voice_settings ?? {}),
    rules,
    format,
    signal: context.req.raw.signal,
  });
  const parts = await startedParts(speech, text);
  return { format, producedBy: speech.producedBy, characters: text.length, requestId: randomUUID(), parts };
}

export function formatOf(name: string): OutputFormat {
  const format = readOutputFormat(name);
  if (format !== undefined) return format;
  throw new AppError('not_supported', `The output format ${name.slice(0, 40)} is not made here. There are: ${outputFormats.join(', ')}.`);
}

/** Waits for the first sound, then gives all parts; closes the voice when they end or nobody wants them any more. */
async function startedParts(speech: OpenSpeech, text: string): Promise<AsyncIterable<SpokenPart>> {
  const parts = speech.say(only(text))[Symbol.asyncIterator]();
  let first: IteratorResult<SpokenPart>;
  try {
    first = await parts.next();
  } catch (thrown) {
    await speech.close();
    throw thrown;
  }
  return (async function* () {
    try {
      for (let next = first; next.done !== true; next = await parts.next()) yield next.value;
    } finally {
      await parts.return?.();
      await speech.close();
    }
  })();
}

async function* only(text: string): AsyncIterable<string> {
  yield text;
}

function headersOf(speech: BegunSpeech): Record<string, string> {
  return {
    'content-type': speech.format.contentType,
    'request-id': speech.requestId,
    'character-cost': String(speech.characters),
    'x-parley-model': speech.producedBy,
  };
}

function streamOf(parts: AsyncIterable<SpokenPart>, bytesOf: (part: SpokenPart) => Uint8Array): ReadableStream<Uint8Array> {
  const iterator = parts[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      for (;;) {
        const { value, done } = await iterator.next();
        if (done === true) return controller.close();
        const bytes = bytesOf(value);
        if (bytes.length > 0) return controller.enqueue(bytes);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

function alignmentToWire({ alignment }: SpokenPart): Wire | null {
  if (alignment === undefined || alignment.chars.length === 0) return null;
  const { chars, startMs, durationMs } = alignment;
  return {
    characters: [...chars],
    character_start_times_seconds: startMs.map((ms) => ms / 1000),
    character_end_times_seconds: startMs.map((ms, i) => (ms + (durationMs[i] ?? 0)) / 1000),
  };
}

function joinAlignments(alignments: readonly Wire[]): Wire {
  const joined = (name: string) => alignments.flatMap((alignment) => alignment[name] as unknown[]);
  return {
    characters: joined('characters'),
    character_start_times_seconds: joined('character_start_times_seconds'),
    character_end_times_seconds: joined('character_end_times_seconds'),
  };
}
