import { z } from 'zod';
import { listProviders } from '../../domain/providers/list-providers';
import { getLocalSpeech } from '../../domain/providers/local-speech';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

export const providersRouter = t.router({
  list: workspaceProcedure('agents:read').query(({ ctx }) => listProviders(ctx.scope, ctx.services.catalogue)),
  /** Tiers of speech on this machine for a language, and the state of the models. */
  localSpeech: workspaceProcedure('agents:read')
    .input(z.object({ language: z.string().min(2).max(35).default('en') }))
    .query(({ ctx, input }) => getLocalSpeech(ctx.scope, ctx.services.catalogue, input)),
});
