import { z } from 'zod';
import { addGroupMember, listGroups, removeGroupMember } from '../../../domain/groups/groups';
import { getResource, type ResourceView, shareResource, shareRoles, unshareResource } from '../../../domain/resources/share-resource';
import { type Route, route, type Wire } from '../../route';
import type { RouteDeps } from '../../routes';

const emailBody = z.looseObject({ email: z.email().max(320) });
const searchQuery = z.object({ name: z.string().max(100) });
const resourceQuery = z.object({ resource_type: z.string().max(60) });
const holder = {
  resource_type: z.string().max(60),
  user_email: z.string().max(320).nullish(),
  group_id: z.string().max(100).nullish(),
  workspace_api_key_id: z.string().max(100).nullish(),
};
const shareBody = z.looseObject({ ...holder, role: z.enum(shareRoles) });
const unshareBody = z.looseObject(holder);
const sharingNote = 'Shares are kept and told; what members may do is decided by their role in the workspace.';

export function workspaceGroupRoutes(_: RouteDeps): readonly Route[] {
  return [
    route('GET /v1/workspace/groups', { permission: 'members:read' }, async ({ scope }) => {
      const groups = await listGroups(scope);
      return Object.fromEntries(groups.map(({ id, name, members }) => [id, { id, name, members: members.map(({ userId }) => userId) }]));
    }),

    route('GET /v1/workspace/groups/search', { permission: 'members:read', query: searchQuery }, async ({ scope, query }) => {
      const groups = await listGroups(scope, { name: query.name });
      return groups.map(({ id, name, members }) => ({ id, name, members_emails: members.map(({ email }) => email) }));
    }),

    route('POST /v1/workspace/groups/{group_id}/members', { permission: 'members:write', body: emailBody }, async ({ scope, params, body }) => {
      await addGroupMember(scope, { groupId: params.group_id, email: body.email });
      return { status: 'ok' };
    }),

    route('POST /v1/workspace/groups/{group_id}/members/remove', { permission: 'members:write', body: emailBody }, async ({ scope, params, body }) => {
      await removeGroupMember(scope, { groupId: params.group_id, email: body.email });
      return { status: 'ok' };
    }),

    route(
      'GET /v1/workspace/resources/{resource_id}',
      { permission: 'workspace:read', query: resourceQuery, note: sharingNote },
      async ({ scope, params, query }) => resourceToWire(await getResource(scope, { type: query.resource_type, id: params.resource_id })),
    ),

    route(
      'POST /v1/workspace/resources/{resource_id}/share',
      { permission: 'workspace:write', body: shareBody, note: sharingNote },
      async ({ scope, params, body }) => {
        await shareResource(scope, { type: body.resource_type, id: params.resource_id }, holderOf(body), body.role);
        return {};
      },
    ),

    route('POST /v1/workspace/resources/{resource_id}/unshare', { permission: 'workspace:write', body: unshareBody }, async ({ scope, params, body }) => {
      await unshareResource(scope, { type: body.resource_type, id: params.resource_id }, holderOf(body));
      return {};
    }),
  ];
}

function holderOf(body: z.infer<typeof unshareBody>) {
  return { userEmail: body.user_email ?? undefined, groupId: body.group_id ?? undefined, apiKeyId: body.workspace_api_key_id ?? undefined };
}

function resourceToWire(resource: ResourceView): Wire {
  return {
    resource_id: resource.id,
    resource_name: resource.name,
    resource_type: resource.type,
    creator_user_id: resource.createdBy,
    anonymous_access_level_override: null,
    role_to_group_ids: resource.groupsByRole,
    share_options: resource.options.map(({ kind, id, name }) => ({ type: kind, id, name })),
  };
}
