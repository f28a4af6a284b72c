import { z } from 'zod';
import { createWorkspace } from '../../domain/workspaces/create-workspace';
import { listMyWorkspaces } from '../../domain/workspaces/list-my-workspaces';
import { renameWorkspace } from '../../domain/workspaces/rename-workspace';
import { t } from '../init';
import { memberProcedure, workspaceProcedure } from '../procedures';

const name = z.string().max(100);

export const workspacesRouter = t.router({
  mine: memberProcedure.query(({ ctx }) => listMyWorkspaces(ctx.db, ctx.session.userId)),
  create: memberProcedure.input(z.object({ name })).mutation(({ ctx, input }) => createWorkspace(ctx.db, { userId: ctx.session.userId, name: input.name })),
  rename: workspaceProcedure('workspace:write')
    .input(z.object({ name }))
    .mutation(({ ctx, input }) => renameWorkspace(ctx.scope, { name: input.name })),
});
