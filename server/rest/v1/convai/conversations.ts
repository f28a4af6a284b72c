import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { z } from 'zod';
import { scopeForConversation } from '../../../auth/scope';
import { callSuccessfulSchema, conversationStatusSchema } from '../../../contracts/conversation';
import { addConversationFile, removeConversationFile } from '../../../domain/conversations/conversation-files';
import { deleteConversation } from '../../../domain/conversations/delete-conversation';
import { getConversation } from '../../../domain/conversations/get-conversation';
import { getRecordingKey } from '../../../domain/conversations/get-recording';
import { giveFeedback } from '../../../domain/conversations/give-feedback';
import { listConversations } from '../../../domain/conversations/list-conversations';
import { labOf } from '../../../domain/evaluations/agent-lab';
import { analyseConversation, judgeConversationAnew } from '../../../domain/evaluations/analyse-conversation';
import { AppError } from '../../../lib/app-error';
import { scopeForReading } from '../../auth';
import { conversationSummaryToWire, conversationToWire } from '../../mappers/conversation';
import { compressedRecording } from '../../mp3/compressed-recording';
import { type ByteRange, readRange } from '../../range';
import { openRoute, type Route, route } from '../../route';
import type { RestVariables, RouteDeps } from '../../routes';
import { flag, manyOf, pageQuery, wholeNumber } from '../../wire/query';

const listQuery = z.object({
  ...pageQuery,
  agent_id: z.string().max(100).optional(),
  call_successful: callSuccessfulSchema.optional(),
  call_start_before_unix: wholeNumber.optional(),
  call_start_after_unix: wholeNumber.optional(),
  call_duration_min_secs: wholeNumber.optional(),
  call_duration_max_secs: wholeNumber.optional(),
  user_id: z.string().max(200).optional(),
  search: z.string().max(200).optional(),
  summary_mode: z.enum(['exclude', 'include']).optional(),
  conversation_initiation_source: z.string().max(40).optional(),
  text_only: flag.optional(),
  exclude_statuses: manyOf(conversationStatusSchema).optional(),
  sort_direction: z.enum(['asc', 'desc']).optional(),
});

const largestUpload = 11 * 1024 * 1024;

const feedbackBody = z.looseObject({
  feedback: z.enum(['like', 'dislike']).nullish(),
  rating: z.number().min(1).max(5).optional(),
  comment: z.string().max(5000).optional(),
});

const evaluationBody = z.looseObject({ evaluation_id: z.string().max(200) });

export function conversationsRoutes(deps: RouteDeps): readonly Route[] {
  const { storage } = deps.services;
  return [
    route('GET /v1/convai/conversations', { permission: 'conversations:read', query: listQuery }, async ({ scope, query }) => {
      const page = await listConversations(scope, {
        filter: {
          agentId: query.agent_id,
          callSuccessful: query.call_successful,
          startedAfterUnix: query.call_start_after_unix,
          startedBeforeUnix: query.call_start_before_unix,
          durationMinSecs: query.call_duration_min_secs,
          durationMaxSecs: query.call_duration_max_secs,
          userId: query.user_id,
          search: query.search,
          source: query.conversation_initiation_source,
          textOnly: query.text_only,
          excludeStatuses: query.exclude_statuses,
        },
        direction: query.sort_direction,
        cursor: query.cursor,
        pageSize: query.page_size,
      });
      const wire = page.items.map(conversationSummaryToWire);
      const conversations = query.summary_mode === 'include' ? wire : wire.map((item) => ({ ...item, transcript_summary: null }));
      return { conversations, next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    }),

    route('GET /v1/convai/conversations/{conversation_id}', { permission: 'conversations:read' }, async ({ scope, params }) =>
      conversationToWire(await getConversation(scope, params.conversation_id)),
    ),

    route('DELETE /v1/convai/conversations/{conversation_id}', { permission: 'conversations:write' }, async ({ scope, params }) => {
      await deleteConversation(scope, { conversationId: params.conversation_id, storage });
      return {};
    }),

    route('POST /v1/convai/conversations/{conversation_id}/analysis/run', { permission: 'conversations:write' }, async ({ scope, params, context }) =>
      conversationToWire(
        await analyseConversation(scope, { conversationId: params.conversation_id, judgeOf: labOf(deps.services).judgeOf, signal: context.req.raw.signal }),
      ),
    ),

    route(
      'POST /v1/convai/conversations/{conversation_id}/analysis/evaluations/run',
      { permission: 'conversations:write', body: evaluationBody },
      async ({ scope, params, body, context }) =>
        conversationToWire(
          await judgeConversationAnew(scope, {
            conversationId: params.conversation_id,
            criterionId: body.evaluation_id,
            judgeOf: labOf(deps.services).judgeOf,
            signal: context.req.raw.signal,
          }),
        ),
    ),

    // A key, or from our own pages a session: the handler finds out.
    openRoute('GET /v1/convai/conversations/{conversation_id}/audio', { limitedByHandler: true }, async ({ params, context }) => {
      const conversationId = params.conversation_id;
      const scope = await scopeForReading(deps, context, conversationId);
      const recordingKey = await getRecordingKey(scope, conversationId);
      return wantsWav(context)
        ? sendFile(storage, context, recordingKey, 'audio/wav')
        : sendFile(storage, context, await compressedRecording(storage, recordingKey), 'audio/mpeg');
    }),

    // These are called by the widget, which knows the id and has nothing else to show.
    openRoute('POST /v1/convai/conversations/{conversation_id}/files', { largestBody: largestUpload }, async ({ params, form, context }) => {
      const conversationId = params.conversation_id;
      const scope = await scopeForConversation(deps.db, conversationId, { ip: context.get('ip') });
      const file = form.files.find(({ field }) => field === 'file');
      if (file === undefined) throw new AppError('invalid_input', 'A file is missing.', { path: ['file'] });
      const { fileId } = await addConversationFile(scope, { conversationId, fileName: file.name, contentType: file.contentType, bytes: file.bytes });
      return { file_id: fileId };
    }),

    openRoute('DELETE /v1/convai/conversations/{conversation_id}/files/{file_id}', {}, async ({ params, context }) => {
      const scope = await scopeForConversation(deps.db, params.conversation_id, { ip: context.get('ip') });
      await removeConversationFile(scope, { conversationId: params.conversation_id, fileId: params.file_id });
      return { file_id: params.file_id };
    }),

    openRoute('POST /v1/convai/conversations/{conversation_id}/feedback', { body: feedbackBody }, async ({ params, body, context }) => {
      const conversationId = params.conversation_id;
      const scope = await scopeForConversation(deps.db, conversationId, { ip: context.get('ip') });
      await giveFeedback(scope, { conversationId, feedback: body.feedback, rating: body.rating, comment: body.comment });
      return {};
    }),
  ];
}

async function sendFile(
  storage: RouteDeps['services']['storage'],
  context: Context<RestVariables>,
  storageKey: string,
  contentType: string,
): Promise<Response> {
  const size = (await storage.stat(storageKey))?.size ?? 0;
  const range: ByteRange | undefined = readRange(context.req.header('range'), size);
  const headers: Record<string, string> = {
    'content-type': contentType,
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=0',
    'content-length': String(range === undefined ? size : range.end - range.start + 1),
    ...(range === undefined ? {} : { 'content-range': `bytes ${range.start}-${range.end}/${size}` }),
  };
  const stream = await storage.get(storageKey, range);
  for (const [name, value] of Object.entries(headers)) context.header(name, value);
  return context.body(Readable.toWeb(stream) as ReadableStream, range === undefined ? 200 : 206);
}

/** MP3 is what the public API gives; our own player wants the two sides as they are. */
function wantsWav(context: Context<RestVariables>): boolean {
  return context.req.query('format') === 'wav' || /\baudio\/(x-)?wav\b/.test(context.req.header('accept') ?? '');
}
