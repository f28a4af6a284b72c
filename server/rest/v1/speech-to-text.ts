import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { deleteTranscript, getTranscript, keepTranscript, transcribeLater, transcribeNow } from '../../domain/speech/transcripts';
import { AppError } from '../../lib/app-error';
import { transcriptToWire } from '../mappers/transcript';
import { openRoute, type Route, route } from '../route';
import type { RouteDeps } from '../routes';
import { scopeFromKeyOrToken } from '../auth';
import { checked, type Form, fieldOf } from '../read-body';

const largestFile = 200 * 1024 * 1024;
const fetchLimitMs = 60_000;

const yes = z.enum(['true', 'false', 'True', 'False', '1', '0']).transform((text) => /^(true|1)$/i.test(text));
const fields = z.object({
  model_id: z.string().max(200),
  language_code: z.string().max(35).optional(),
  timestamps_granularity: z.enum(['none', 'word', 'character']).catch('word').default('word'),
  diarize: yes.default(false),
  file_format: z.string().max(40).optional(),
  use_multi_channel: yes.default(false),
  webhook: yes.default(false),
  webhook_id: z.string().max(100).optional(),
  webhook_metadata: z.string().max(16_000).optional(),
});

export function speechToTextRoutes(deps: RouteDeps): readonly Route[] {
  const { services } = deps;
  return [
    // A key, or a single-use token in the query: the handler finds out.
    openRoute(
      'POST /v1/speech-to-text',
      {
        limitedByHandler: true,
        largestBody: largestFile,
        note: 'Hears WAV and raw PCM with the installed providers. One speaker is told; audio events and entities are not.',
      },
      async ({ form, query, context }) => {
        const scope = await scopeFromKeyOrToken(deps, context, 'batch_scribe', query['token']);
        const given = checked(fields, Object.fromEntries(Object.keys(fields.shape).map((name) => [name, fieldOf(form, name)])));
        const input = {
          language: given.language_code ?? 'auto',
          ...(given.model_id.includes(':') ? { modelId: given.model_id } : {}),
          hints: hintsOf(form),
          ...(given.file_format === undefined ? {} : { fileFormat: given.file_format }),
          byChannel: given.use_multi_channel,
        };
        const bytes = await soundOf(deps, form);
        if (given.webhook) {
          const requestId = randomUUID();
          const { webhook_id: webhookId, webhook_metadata: metadata, timestamps_granularity: granularity, diarize } = given;
          const told = webhookId === undefined ? undefined : { webhookId, details: { requestId, metadata: metadataOf(metadata), granularity, diarize } };
          const id = await transcribeLater(scope, services, bytes, input, told);
          return context.json({ message: 'The file is being transcribed.', request_id: requestId, transcription_id: id }, 202);
        }
        const file = await transcribeNow(scope, services, bytes, input, context.req.raw.signal);
        return transcriptToWire(file, await keepTranscript(scope, file), given.timestamps_granularity, given.diarize);
      },
    ),

    route('GET /v1/speech-to-text/transcripts/{transcription_id}', { permission: 'agents:read' }, async ({ scope, params }) =>
      transcriptToWire(await getTranscript(scope, params.transcription_id), params.transcription_id, 'word', false),
    ),

    route('DELETE /v1/speech-to-text/transcripts/{transcription_id}', { permission: 'agents:write' }, async ({ scope, params }) => {
      await deleteTranscript(scope, services, params.transcription_id);
      return {};
    }),
  ];
}

/** Names and phrases worth knowing come as several members or as a JSON list. */
function hintsOf(form: Form): string[] {
  const given = [form.fields['keyterms'] ?? []].flat();
  return given
    .flatMap((text) => {
      if (!text.startsWith('[')) return [text];
      try {
        return z.array(z.string()).parse(JSON.parse(text));
      } catch {
        return [text]; // a phrase that begins with a bracket
      }
    })
    .slice(0, 100)
    .map((hint) => hint.slice(0, 100));
}

async function soundOf({ services }: RouteDeps, form: Form): Promise<Buffer> {
  const file = form.files.find(({ field }) => field === 'file');
  if (file !== undefined) return file.bytes;
  const url = fieldOf(form, 'cloud_storage_url') ?? fieldOf(form, 'source_url');
  if (url === undefined) throw new AppError('invalid_input', 'Field required: send file or cloud_storage_url.', { path: ['file'] });
  const answer = await services.outgoing
    .request({ url: readUrl(url), timeoutMs: fetchLimitMs, maxBytes: largestFile, redirects: { limit: 3 } })
    .catch((cause: unknown) => {
      throw new AppError('bad_request', 'The address of the sound cannot be fetched.', { path: ['cloud_storage_url'], cause });
    });
  if (answer.status !== 200) throw new AppError('bad_request', `The address of the sound answered ${answer.status}.`, { path: ['cloud_storage_url'] });
  return Buffer.from(answer.body);
}

function readUrl(text: string): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new AppError('invalid_input', 'This is no web address.', { path: ['cloud_storage_url'] });
  return new URL(text);
}

/** What the caller wants to get back with the transcript: an object, as JSON. */
function metadataOf(text: string | undefined): Record<string, unknown> | null {
  if (text === undefined || text === '') return null;
  const invalid = () => new AppError('invalid_input', 'webhook_metadata is a JSON object.', { path: ['webhook_metadata'] });
  try {
    const metadata = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data;
    if (metadata === undefined) throw invalid();
    return metadata;
  } catch {
    throw invalid();
  }
}
