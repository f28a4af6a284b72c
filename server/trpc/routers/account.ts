import { z } from 'zod';
import { changePassword, changeProfile, getAccount, signOutEverywhere } from '../../auth/account';
import { t } from '../init';
import { memberProcedure } from '../procedures';

export const accountRouter = t.router({
  get: memberProcedure.query(({ ctx }) => getAccount(ctx.db, ctx.session.userId)),
  update: memberProcedure
    .input(z.object({ name: z.string().max(100).optional(), locale: z.string().max(35).nullish() }))
    .mutation(({ ctx, input }) => changeProfile(ctx.db, ctx.session.userId, input)),
  changePassword: memberProcedure
    .input(z.object({ current: z.string().max(200).optional(), next: z.string().max(200) }))
    .mutation(({ ctx, input }) => changePassword(ctx.db, ctx.session.userId, input)),
  signOutEverywhere: memberProcedure.mutation(({ ctx }) => signOutEverywhere(ctx.db, ctx.session.userId)),
});
