import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { z } from 'zod';
import { scopeForConversation } from '../../../auth/scope';
import { addConversationFile, removeConversationFile } from '../../../domain/conversations/conversation-files';
import { deleteConversation } from '../../../domain/conversations/delete-conversation';
import { getConversation } from '../../../domain/conversations/get-conversation';
import { getRecordingKey } from '../../../domain/conversations/get-recording';
import { giveFeedback } from '../../../domain/conversations/give-feedback';
import { listConversations } from '../../../domain/conversations/list-conversations';
import { labOf } from '../../../domain/evaluations/agent-lab';
import { analyseConversation, judgeConversationAnew } from '../../../domain/evaluations/analyse-conversation';
import { resolveConversation } from '../../../domain/conversations/resolve-conversation';
import { type MessageMatches, searchMeanings, searchMessages } from '../../../domain/conversations/search-messages';
import { AppError } from '../../../lib/app-error';
import { scopeForReading } from '../../auth';
import { conversationDigestToWire, conversationSummaryToWire, conversationToWire, messageMatchToWire } from '../../mappers/conversation';
import { compressedRecording } from '../../mp3/compressed-recording';
import { type ByteRange, readRange } from '../../range';
import { openRoute, type Route, route } from '../../route';
import type { RestVariables, RouteDeps } from '../../routes';
import { manyOf, pageQuery, wholeNumber } from '../../wire/query';
import { conversationFilterQuery, filterOf } from './conversation-query';

const listQuery = z.object({
  ...pageQuery,
  ...conversationFilterQuery,
  search: z.string().max(200).optional(),
  summary_mode: z.enum(['exclude', 'include']).optional(),
  data_collection_ids: manyOf(z.string().max(200)).optional(),
  evaluation_criteria_ids: manyOf(z.string().max(200)).optional(),
  sort_direction: z.enum(['asc', 'desc']).optional(),
});
const textQuery = z.string().trim().min(1).max(500);
const textSearchQuery = z.object({
  ...pageQuery,
  ...conversationFilterQuery,
  text_query: textQuery,
  summary_mode: z.enum(['exclude', 'include']).optional(),
  sort_by: z.enum(['search_score', 'created_at']).optional(),
});
const smartSearchQuery = z.object({ ...pageQuery, text_query: textQuery, agent_id: z.string().max(100).optional(), branch_id: z.string().max(100).optional() });
const resolveQuery = z.object({ agent_id: z.string().max(100), reference: z.string().min(1).max(500) });
const summaryQuery = z.object({ max_messages: wholeNumber.min(0).max(200).optional() });
const usualSummaryMessages = 20;

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
        filter: { ...(await filterOf(scope, query)), search: query.search },
        direction: query.sort_direction,
        cursor: query.cursor,
        pageSize: query.page_size,
      });
      const extras = { evaluationCriteriaIds: query.evaluation_criteria_ids, dataCollectionIds: query.data_collection_ids };
      const wire = page.items.map((item) => conversationSummaryToWire(item, extras));
      const conversations = query.summary_mode === 'include' ? wire : wire.map((item) => ({ ...item, transcript_summary: null }));
      return { conversations, next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    }),

    route(
      'GET /v1/convai/conversations/messages/text-search',
      { permission: 'conversations:read', query: textSearchQuery, note: 'One message of each conversation that holds all the words.' },
      async ({ scope, query }) =>
        matchesToWire(
          await searchMessages(scope, {
            text: query.text_query,
            filter: await filterOf(scope, query),
            sortBy: query.sort_by,
            cursor: query.cursor,
            pageSize: query.page_size,
          }),
        ),
    ),

    route(
      'GET /v1/convai/conversations/messages/smart-search',
      { permission: 'conversations:read', query: smartSearchQuery, note: 'Compares the newest conversations and those that share a word with the question.' },
      async ({ scope, query }) =>
        matchesToWire(
          await searchMeanings(scope, await deps.services.knowledge.embedderOf(scope), {
            text: query.text_query,
            filter: { agentId: query.agent_id, branchIds: query.branch_id === undefined ? undefined : [query.branch_id] },
            cursor: query.cursor,
            pageSize: query.page_size,
          }),
        ),
    ),

    route(
      'GET /v1/convai/conversations/resolve',
      {
        permission: 'conversations:read',
        query: resolveQuery,
        note: "By a conversation's id or a link with it, a carrier's id of the call, or a user's id (the newest).",
      },
      async ({ scope, query }) => conversationToWire(await resolveConversation(scope, { agentId: query.agent_id, reference: query.reference })),
    ),

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

    route(
      'GET /v1/convai/conversations/{conversation_id}/summary',
      { permission: 'conversations:read', query: summaryQuery },
      async ({ scope, params, query }) =>
        conversationDigestToWire(await getConversation(scope, params.conversation_id), query.max_messages ?? usualSummaryMessages),
    ),

    route(
      'GET /v1/convai/conversations/{conversation_id}/sip-messages',
      { permission: 'conversations:read', note: 'No SIP connection carries calls yet: always empty.' },
      async ({ scope, params }) => {
        await getConversation(scope, params.conversation_id);
        return { sip_messages: [], next_cursor: null, has_more: false };
      },
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

function matchesToWire({ items, nextCursor }: MessageMatches) {
  return { results: items.map(messageMatchToWire), next_cursor: nextCursor, has_more: nextCursor !== null };
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
