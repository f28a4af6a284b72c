import { z } from 'zod';
import { getAfterCalls, setAfterCalls } from '../../domain/webhooks/after-calls';
import { getDelivery, listDeliveries, replayDelivery } from '../../domain/webhooks/deliveries';
import { createWebhook, deleteWebhook, getWebhook, listWebhooks, updateWebhook } from '../../domain/webhooks/manage-webhooks';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const id = z.string().min(1).max(100);

export const webhooksRouter = t.router({
  list: workspaceProcedure('webhooks:read').query(({ ctx }) => listWebhooks(ctx.scope)),
  get: workspaceProcedure('webhooks:read')
    .input(z.object({ webhookId: id }))
    .query(({ ctx, input }) => getWebhook(ctx.scope, { ...input, sealKeys: ctx.services.sealKeys })),
  afterCalls: workspaceProcedure('webhooks:read').query(({ ctx }) => getAfterCalls(ctx.scope)),
  setAfterCalls: workspaceProcedure('webhooks:write')
    .input(z.object({ webhookId: id.nullable(), sendsTranscript: z.boolean(), sendsAudio: z.boolean(), sendsFailures: z.boolean() }))
    .mutation(({ ctx, input }) => setAfterCalls(ctx.scope, input)),
  create: workspaceProcedure('webhooks:write')
    .input(z.object({ name: z.string().max(200), url: z.string().max(2000), headers: z.record(z.string().max(200), z.string().max(4000)).optional() }))
    .mutation(({ ctx, input }) => createWebhook(ctx.scope, { ...input, sealKeys: ctx.services.sealKeys })),
  update: workspaceProcedure('webhooks:write')
    .input(
      z.object({
        webhookId: id,
        name: z.string().max(200).optional(),
        url: z.string().max(2000).optional(),
        isDisabled: z.boolean().optional(),
        isRetried: z.boolean().optional(),
        headers: z.record(z.string().max(200), z.string().max(4000).nullable()).optional(),
      }),
    )
    .mutation(({ ctx, input }) => updateWebhook(ctx.scope, { ...input, sealKeys: ctx.services.sealKeys })),
  delete: workspaceProcedure('webhooks:write')
    .input(z.object({ webhookId: id }))
    .mutation(({ ctx, input }) => deleteWebhook(ctx.scope, input.webhookId)),
  deliveries: workspaceProcedure('webhooks:read')
    .input(z.object({ webhookId: id, status: z.enum(['pending', 'delivered', 'failed']).optional(), cursor: z.string().max(500).nullish() }))
    .query(({ ctx, input }) => listDeliveries(ctx.scope, { ...input, cursor: input.cursor ?? undefined })),
  delivery: workspaceProcedure('webhooks:read')
    .input(z.object({ deliveryId: id }))
    .query(({ ctx, input }) => getDelivery(ctx.scope, input.deliveryId)),
  replay: workspaceProcedure('webhooks:write')
    .input(z.object({ deliveryId: id }))
    .mutation(({ ctx, input }) => replayDelivery(ctx.scope, input.deliveryId, ctx.services.jobs)),
});
