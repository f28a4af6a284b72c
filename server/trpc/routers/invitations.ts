import { z } from 'zod';
import { acceptInvitation, readInvitation } from '../../domain/members/accept-invitation';
import { listInvitations } from '../../domain/members/list-invitations';
import { revokeInvitation } from '../../domain/members/revoke-invitation';
import { t } from '../init';
import { publicProcedure, workspaceProcedure } from '../procedures';

const token = z.string().min(1).max(200);

export const invitationsRouter = t.router({
  list: workspaceProcedure('members:read').query(({ ctx }) => listInvitations(ctx.scope)),
  revoke: workspaceProcedure('members:write')
    .input(z.object({ invitationId: z.string().min(1).max(100) }))
    .mutation(({ ctx, input }) => revokeInvitation(ctx.scope, input)),
  /** What the holder of the link sees before accepting. */
  read: publicProcedure.input(z.object({ token })).query(({ ctx, input }) => readInvitation(ctx.db, input.token)),
  accept: publicProcedure
    .input(z.object({ token, name: z.string().max(100).optional(), password: z.string().max(200).optional() }))
    .mutation(({ ctx, input }) => acceptInvitation(ctx.db, { ...input, userId: ctx.session?.userId })),
});
