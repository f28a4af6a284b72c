import { z } from 'zod';
import { roles } from '../../contracts/roles';
import { changeRole } from '../../domain/members/change-role';
import { inviteMember } from '../../domain/members/invite-member';
import { listMembers } from '../../domain/members/list-members';
import { removeMember } from '../../domain/members/remove-member';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const memberId = z.string().min(1).max(100);

export const membersRouter = t.router({
  list: workspaceProcedure('members:read').query(({ ctx }) => listMembers(ctx.scope)),
  invite: workspaceProcedure('members:write')
    .input(z.object({ email: z.email().max(200), role: z.enum(roles) }))
    .mutation(({ ctx, input }) => inviteMember(ctx.scope, { ...input, mailer: ctx.services.mailer, publicUrl: ctx.services.publicUrl })),
  changeRole: workspaceProcedure('members:write')
    .input(z.object({ memberId, role: z.enum(roles) }))
    .mutation(({ ctx, input }) => changeRole(ctx.scope, input)),
  // Anyone may leave; the use case asks for more when it is someone else who is to go.
  remove: workspaceProcedure('members:read')
    .input(z.object({ memberId }))
    .mutation(({ ctx, input }) => removeMember(ctx.scope, input)),
});
