import { z } from 'zod';
import { listVoices } from '../../domain/voices/list-voices';
import { previewVoice } from '../../domain/voices/preview-voice';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

export const voicesRouter = t.router({
  list: workspaceProcedure('agents:read')
    .input(z.object({ provider: z.string().max(60).optional(), language: z.string().max(35).optional(), search: z.string().max(100).optional() }))
    .query(({ ctx, input }) => listVoices(ctx.scope, ctx.services, input)),
  preview: workspaceProcedure('agents:read')
    .input(z.object({ voiceRef: z.string().min(3).max(200), text: z.string().min(1).max(300), language: z.string().min(2).max(35) }))
    .mutation(async ({ ctx, input }) => ({ wavBase64: (await previewVoice(ctx.scope, ctx.services, input)).toString('base64') })),
});
