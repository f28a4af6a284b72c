import type { WorkspaceScope } from '../../auth/scope';
import { deliverWebhookJob } from '../../jobs/definitions';
import type { JobQueue } from '../../jobs/queue';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import { findWebhook } from './webhook-rows';
import type { DeliveryDetails, DeliveryTry, DeliveryView } from './webhook-views';

/** What was sent to a webhook, newest first. Throws `not_found`. */
export async function listDeliveries(
  scope: WorkspaceScope,
  input: {
    readonly webhookId: string;
    readonly status?: DeliveryView['status'] | undefined;
    readonly cursor?: string | undefined;
    readonly pageSize?: number | undefined;
  },
): Promise<Page<DeliveryView>> {
  scope.may('webhooks:read');
  const webhook = await findWebhook(scope.db, input.webhookId);
  const size = pageSizeOf(input.pageSize);
  const rows = await scope.db.webhookDelivery.findMany({
    where: {
      webhookId: webhook.id,
      ...(input.status === undefined ? {} : { status: input.status }),
      ...rowsAfter('createdAt', 'desc', readCursor(input.cursor, 'time'), true),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: size + 1,
    omit: { requestBody: true, tries: true, details: true },
  });
  return cutPage(rows, size, (row) => ({ value: row.createdAt.getTime(), id: row.id }), viewOf);
}

/** One delivery with its request and answers. Throws `not_found`. */
export async function getDelivery(scope: WorkspaceScope, deliveryId: string): Promise<DeliveryDetails> {
  scope.may('webhooks:read');
  const row = await scope.db.webhookDelivery.findFirst({ where: { id: deliveryId }, include: { webhook: { select: { url: true } } } });
  if (row === null) throw new AppError('not_found', 'This delivery was not found.');
  const { webhook, requestBody, tries } = row;
  return { ...viewOf(row), url: webhook.url, requestBody, tries: tries as unknown as DeliveryTry[] };
}

function viewOf(row: Omit<DeliveryView, 'type' | 'status'> & { readonly type: string; readonly status: string }): DeliveryView {
  const { id, webhookId, conversationId, attempts, statusCode, problem, createdAt, finishedAt } = row;
  return {
    id,
    webhookId,
    type: row.type as DeliveryView['type'],
    conversationId,
    status: row.status as DeliveryView['status'],
    attempts,
    statusCode,
    problem,
    createdAt,
    finishedAt,
  };
}

/** Sends an event once more, as a delivery of its own. Throws `not_found`. */
export async function replayDelivery(scope: WorkspaceScope, deliveryId: string, jobs: JobQueue): Promise<string> {
  scope.may('webhooks:write');
  const id = newId('webhookDelivery');
  await scope.db.$transaction(async (db) => {
    const before = await db.webhookDelivery.findFirst({ where: { id: deliveryId } });
    if (before === null) throw new AppError('not_found', 'This delivery was not found.');
    const { workspaceId, webhookId, type, conversationId } = before;
    await db.webhookDelivery.create({ data: { id, workspaceId, webhookId, type, conversationId, details: before.details ?? {} } });
    await noteChange(db, scope, { action: 'webhook.replayed', targetKind: 'webhook', targetId: webhookId, after: { type } });
  });
  await jobs.enqueue(deliverWebhookJob, { workspaceId: scope.workspaceId, deliveryId: id }, { key: id });
  return id;
}
