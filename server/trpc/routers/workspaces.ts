import { z } from 'zod';
import { workspacePrivacySchema } from '../../contracts/privacy';
import { createWorkspace } from '../../domain/workspaces/create-workspace';
import { listMyWorkspaces } from '../../domain/workspaces/list-my-workspaces';
import { renameWorkspace } from '../../domain/workspaces/rename-workspace';
import { changeWorkspacePrivacy, getWorkspacePrivacy, previewRetention } from '../../domain/privacy/workspace-privacy';
import { t } from '../init';
import { memberProcedure, workspaceProcedure } from '../procedures';

const name = z.string().max(100);

export const workspacesRouter = t.router({
  mine: memberProcedure.query(({ ctx }) => listMyWorkspaces(ctx.db, ctx.session.userId)),
  create: memberProcedure.input(z.object({ name })).mutation(({ ctx, input }) => createWorkspace(ctx.db, { userId: ctx.session.userId, name: input.name })),
  privacy: workspaceProcedure('workspace:read').query(({ ctx }) => getWorkspacePrivacy(ctx.scope)),
  previewRetention: workspaceProcedure('workspace:read')
    .input(z.object({ days: z.number().int().min(0).max(36_500) }))
    .query(({ ctx, input }) => previewRetention(ctx.scope, input)),
  setPrivacy: workspaceProcedure('workspace:write')
    .input(z.object({ privacy: workspacePrivacySchema, appliesToExisting: z.boolean() }))
    .mutation(({ ctx, input }) => changeWorkspacePrivacy(ctx.scope, input)),
  rename: workspaceProcedure('workspace:write')
    .input(z.object({ name }))
    .mutation(({ ctx, input }) => renameWorkspace(ctx.scope, { name: input.name })),
});
