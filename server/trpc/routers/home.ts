import { z } from 'zod';
import { dismissFirstSteps, getFirstSteps } from '../../domain/home/first-steps';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

export const homeRouter = t.router({
  firstSteps: workspaceProcedure('workspace:read').query(({ ctx }) => getFirstSteps(ctx.scope)),
  dismissFirstSteps: workspaceProcedure('workspace:read')
    .input(z.object({ isDismissed: z.boolean() }))
    .mutation(({ ctx, input }) => dismissFirstSteps(ctx.scope, { isDismissed: input.isDismissed })),
});
