import { listProviders } from '../../domain/providers/list-providers';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

export const providersRouter = t.router({
  list: workspaceProcedure('agents:read').query(({ ctx }) => listProviders(ctx.scope, ctx.services.catalogue)),
});
