import { z } from 'zod';
import { assignTags, createTag, deleteTag, getTag, listTags, type TagView, unassignTag, updateTag } from '../../../domain/conversation-tags/conversation-tags';
import { unixSecs } from '../../mappers/agent';
import { type Route, route } from '../../route';
import { pageQuery } from '../../wire/query';

const createBody = z.looseObject({ title: z.string(), description: z.string().nullish() });
const updateBody = z.looseObject({ title: z.string().nullish(), description: z.string().nullish() });
const assignBody = z.looseObject({ tag_ids: z.array(z.string().max(100)).max(50) });

export function conversationTagRoutes(): readonly Route[] {
  return [
    route('GET /v1/convai/tags', { permission: 'conversations:read', query: z.object(pageQuery) }, async ({ scope, query }) => {
      const page = await listTags(scope, { cursor: query.cursor, pageSize: query.page_size });
      return { conversation_tags: page.items.map(tagToWire), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    }),

    route('POST /v1/convai/tags', { permission: 'conversations:write', body: createBody }, async ({ scope, body }) =>
      tagToWire(await createTag(scope, { title: body.title, description: body.description ?? undefined })),
    ),

    route('GET /v1/convai/tags/{tag_id}', { permission: 'conversations:read' }, async ({ scope, params }) => tagToWire(await getTag(scope, params.tag_id))),

    route('PATCH /v1/convai/tags/{tag_id}', { permission: 'conversations:write', body: updateBody }, async ({ scope, params, body }) =>
      tagToWire(await updateTag(scope, { tagId: params.tag_id, title: body.title ?? undefined, description: body.description ?? undefined })),
    ),

    route('DELETE /v1/convai/tags/{tag_id}', { permission: 'conversations:write' }, async ({ scope, params }) => deleteTag(scope, params.tag_id)),

    route('POST /v1/convai/conversations/{conversation_id}/tags', { permission: 'conversations:write', body: assignBody }, async ({ scope, params, body }) =>
      assignTags(scope, { conversationId: params.conversation_id, tagIds: body.tag_ids }),
    ),

    route('DELETE /v1/convai/conversations/{conversation_id}/tags/{tag_id}', { permission: 'conversations:write' }, async ({ scope, params }) =>
      unassignTag(scope, { conversationId: params.conversation_id, tagId: params.tag_id }),
    ),
  ];
}

function tagToWire(tag: TagView) {
  return {
    tag_id: tag.id,
    workspace_id: tag.workspaceId,
    owner_user_id: tag.createdBy,
    title: tag.title,
    description: tag.description,
    created_at_unix_secs: unixSecs(tag.createdAt),
  };
}
