import { z } from 'zod';
import {
  type BatchView,
  cancelBatch,
  deleteBatch,
  getBatch,
  listBatches,
  mostRecipients,
  type RecipientView,
  retryBatch,
  submitBatch,
} from '../../../domain/batch-calls/batch-calls';
import { type Route, route, type Wire } from '../../route';
import type { RouteDeps } from '../../routes';
import { unixSecs } from '../../mappers/agent';
import { wholeNumber } from '../../wire/query';

const record = z.record(z.string(), z.unknown());
const recipient = z.looseObject({
  id: z.string().max(200).nullish(),
  phone_number: z.string().max(64).nullish(),
  whatsapp_user_id: z.string().max(100).nullish(),
  conversation_initiation_client_data: record.nullish(),
});
const submitBody = z.looseObject({
  call_name: z.string().max(200),
  agent_id: z.string().max(100),
  recipients: z.array(recipient).max(mostRecipients),
  scheduled_time_unix: z.number().int().min(0).max(4_102_444_800).nullish(),
  agent_phone_number_id: z.string().max(100).nullish(),
  whatsapp_params: record.nullish(),
  timezone: z.string().max(60).nullish(),
  branch_id: z.string().max(100).nullish(),
  environment: z.string().max(100).nullish(),
  telephony_call_config: record.nullish(),
  target_concurrency_limit: z.number().int().min(1).max(10_000).nullish(),
});
const listQuery = z.object({
  limit: wholeNumber.min(1).max(100).optional(),
  last_doc: z.string().max(500).optional(),
  agent_id: z.string().max(100).optional(),
});
const largestBatch = 16 * 1024 * 1024;
const note = 'Scheduled and run by jobs; each call fails with a message as long as no carrier connection is there.';

export function batchCallingRoutes({ services }: RouteDeps): readonly Route[] {
  return [
    route(
      'POST /v1/convai/batch-calling/submit',
      { permission: 'conversations:start', body: submitBody, largestBody: largestBatch, note },
      async ({ scope, body }) =>
        batchToWire(
          await submitBatch(scope, services, {
            name: body.call_name,
            agentId: body.agent_id,
            recipients: body.recipients.map((each) => ({
              id: each.id ?? undefined,
              phoneNumber: each.phone_number ?? undefined,
              whatsAppUserId: each.whatsapp_user_id ?? undefined,
              initiationData: each.conversation_initiation_client_data ?? undefined,
            })),
            scheduledAt: body.scheduled_time_unix == null ? undefined : new Date(body.scheduled_time_unix * 1000),
            phoneNumberId: body.agent_phone_number_id ?? undefined,
            whatsAppParams: body.whatsapp_params ?? undefined,
            timezone: body.timezone ?? undefined,
            branchId: body.branch_id ?? undefined,
            environment: body.environment ?? undefined,
            callConfig: body.telephony_call_config ?? {},
            concurrencyLimit: body.target_concurrency_limit ?? undefined,
          }),
        ),
    ),

    route('GET /v1/convai/batch-calling/workspace', { permission: 'agents:read', query: listQuery }, async ({ scope, query }) => {
      const page = await listBatches(scope, { agentId: query.agent_id, cursor: query.last_doc, pageSize: query.limit });
      return { batch_calls: page.items.map(batchToWire), next_doc: page.nextCursor, has_more: page.nextCursor !== null };
    }),

    route('GET /v1/convai/batch-calling/{batch_id}', { permission: 'agents:read' }, async ({ scope, params }) => {
      const { batch, recipients } = await getBatch(scope, params.batch_id);
      return { ...batchToWire(batch), recipients: recipients.map(recipientToWire) };
    }),

    route('POST /v1/convai/batch-calling/{batch_id}/cancel', { permission: 'conversations:start' }, async ({ scope, params }) =>
      batchToWire(await cancelBatch(scope, params.batch_id)),
    ),

    route('POST /v1/convai/batch-calling/{batch_id}/retry', { permission: 'conversations:start' }, async ({ scope, params }) =>
      batchToWire(await retryBatch(scope, services, params.batch_id)),
    ),

    route('DELETE /v1/convai/batch-calling/{batch_id}', { permission: 'conversations:start' }, async ({ scope, params }) => {
      await deleteBatch(scope, params.batch_id);
      return null;
    }),

    route('GET /v1/convai/batch-calling/{batch_id}/export', { permission: 'agents:read' }, async ({ scope, params, context }) => {
      const { batch, recipients } = await getBatch(scope, params.batch_id);
      const fileName = `${batch.name.replaceAll(/[^\w-]+/g, '_').slice(0, 60)}.csv`;
      return context.body(csvOf(recipients), 200, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${fileName}"` });
    }),
  ];
}

function batchToWire(batch: BatchView): Wire {
  return {
    id: batch.id,
    phone_number_id: batch.phoneNumberId,
    phone_provider: batch.phoneProvider,
    whatsapp_params: batch.whatsAppParams ?? null,
    name: batch.name,
    agent_id: batch.agentId,
    branch_id: batch.branchId,
    environment: batch.environment,
    created_at_unix: unixSecs(batch.createdAt),
    scheduled_time_unix: unixSecs(batch.scheduledAt),
    timezone: batch.timezone,
    total_calls_dispatched: batch.counts.dispatched,
    total_calls_scheduled: batch.counts.scheduled,
    total_calls_finished: batch.counts.finished,
    last_updated_at_unix: unixSecs(batch.updatedAt),
    status: batch.status,
    retry_count: batch.retryCount,
    telephony_call_config: { ringing_timeout_secs: 60, twilio_call_recording_enabled: false, ...(batch.callConfig as Wire) },
    target_concurrency_limit: batch.concurrencyLimit,
    agent_name: batch.agentName,
    branch_name: null,
  };
}

function recipientToWire(each: RecipientView): Wire {
  return {
    id: each.id,
    phone_number: each.phoneNumber,
    whatsapp_user_id: each.whatsAppUserId,
    status: each.status,
    error: each.error,
    created_at_unix: unixSecs(each.createdAt),
    updated_at_unix: unixSecs(each.updatedAt),
    conversation_id: each.conversationId,
  };
}

/** A row a recipient. A cell that a spreadsheet would take for a formula is quoted with an apostrophe. */
function csvOf(recipients: readonly RecipientView[]): string {
  const rows = recipients.map((each) => [
    each.phoneNumber ?? each.whatsAppUserId ?? '',
    each.status,
    each.error ?? '',
    each.conversationId ?? '',
    each.updatedAt.toISOString(),
  ]);
  return [['phone_number', 'status', 'error', 'conversation_id', 'updated_at'], ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
}

function cell(text: string): string {
  const harmless = /^[=@\t\r]|^[+-](?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
