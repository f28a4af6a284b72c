import { z } from 'zod';
import { addGroupMember, createGroup, deleteGroup, listGroups, removeGroupMember } from '../../domain/groups/groups';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const groupId = z.string().min(1).max(100);
const email = z.string().max(200);

export const groupsRouter = t.router({
  list: workspaceProcedure('members:read').query(({ ctx }) => listGroups(ctx.scope)),
  create: workspaceProcedure('members:write')
    .input(z.object({ name: z.string().max(100) }))
    .mutation(({ ctx, input }) => createGroup(ctx.scope, input)),
  delete: workspaceProcedure('members:write')
    .input(z.object({ groupId }))
    .mutation(({ ctx, input }) => deleteGroup(ctx.scope, input.groupId)),
  addMember: workspaceProcedure('members:write')
    .input(z.object({ groupId, email }))
    .mutation(({ ctx, input }) => addGroupMember(ctx.scope, input)),
  removeMember: workspaceProcedure('members:write')
    .input(z.object({ groupId, email }))
    .mutation(({ ctx, input }) => removeGroupMember(ctx.scope, input)),
});
