import { z } from 'zod';
import type { WebhookView } from '../../domain/webhooks/webhook-views';
import { createWebhook, deleteWebhook, listWebhooks, updateWebhook } from '../../domain/webhooks/manage-webhooks';
import { unixSecs } from '../mappers/agent';
import { type Route, route, type Wire } from '../route';
import type { RouteDeps } from '../routes';
import { flag } from '../wire/query';

const headers = z.record(z.string().max(200), z.string().max(4000).nullable());
const listQuery = z.object({ include_usages: flag.optional() });
const createBody = z.looseObject({
  settings: z.looseObject({ auth_type: z.string(), name: z.string(), webhook_url: z.string(), request_headers: headers.nullish() }),
});
const updateBody = z.looseObject({
  name: z.string(),
  is_disabled: z.boolean(),
  retry_enabled: z.boolean().nullish(),
  request_headers: headers.nullish(),
  events: z.array(z.string().max(100)).max(50).nullish(),
});

export function webhookRoutes(deps: RouteDeps): readonly Route[] {
  const { sealKeys } = deps.services;
  return [
    route('GET /v1/workspace/webhooks', { query: listQuery }, async ({ scope, query }) => ({
      webhooks: (await listWebhooks(scope)).map((webhook) => webhookToWire(webhook, query.include_usages === true)),
    })),

    route('POST /v1/workspace/webhooks', { body: createBody }, async ({ scope, body: { settings } }) => {
      const given = Object.entries(settings.request_headers ?? {}).filter((entry): entry is [string, string] => entry[1] !== null);
      const { webhookId, secret } = await createWebhook(scope, {
        name: settings.name,
        url: settings.webhook_url,
        headers: Object.fromEntries(given),
        sealKeys,
      });
      return { webhook_id: webhookId, webhook_secret: secret };
    }),

    route('PATCH /v1/workspace/webhooks/{webhook_id}', { body: updateBody }, async ({ scope, params, body }) => {
      await updateWebhook(scope, {
        webhookId: params.webhook_id,
        name: body.name,
        isDisabled: body.is_disabled,
        isRetried: body.retry_enabled ?? undefined,
        headers: body.request_headers ?? undefined,
        events: body.events ?? undefined,
        sealKeys,
      });
      return { status: 'ok' };
    }),

    route('DELETE /v1/workspace/webhooks/{webhook_id}', {}, async ({ scope, params }) => {
      await deleteWebhook(scope, params.webhook_id);
      return { status: 'ok' };
    }),
  ];
}

const usageNames = { workspace: 'ConvAI Settings', agent: 'ConvAI Agent Settings' } as const;

function webhookToWire(webhook: WebhookView, withUsage: boolean): Wire {
  return {
    name: webhook.name,
    webhook_id: webhook.id,
    webhook_url: webhook.url,
    is_disabled: webhook.isDisabled,
    is_auto_disabled: webhook.isAutoDisabled,
    created_at_unix: unixSecs(webhook.createdAt),
    auth_type: 'hmac',
    events: webhook.events,
    most_recent_failure_error_code: webhook.lastFailureCode,
    most_recent_failure_timestamp: webhook.lastFailureAt === null ? null : unixSecs(webhook.lastFailureAt),
    ...(withUsage ? { usage: webhook.usage.map((place) => ({ usage_type: usageNames[place] })) } : {}),
  };
}
