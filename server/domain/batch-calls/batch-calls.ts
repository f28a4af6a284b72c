import { z } from 'zod';
import type { Json, WorkspaceScope } from '../../auth/scope';
import { workspaceJob } from '../../jobs/definitions';
import { AppError, toAppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { getAgent } from '../agents/get-agent';
import { noteChange } from '../audit-log/note-change';
import { placeCall } from '../calls/place-call';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import { checkedNumber, getPhoneNumber } from '../phone-numbers/phone-numbers';
import type { Services } from '../services';

export const mostRecipients = 10_000;
const recipientsAtOnce = 500;

export const placeBatch = workspaceJob('place-batch-calls', { batchId: z.string() }, { lane: 'slow', attempts: 3, deadlineMs: 60 * 60_000 });

export interface Recipient {
  readonly id?: string | undefined;
  readonly phoneNumber?: string | undefined;
  readonly whatsAppUserId?: string | undefined;
  readonly initiationData?: Readonly<Record<string, unknown>> | undefined;
}

export interface SubmitBatchInput {
  readonly name: string;
  readonly agentId: string;
  readonly recipients: readonly Recipient[];
  readonly scheduledAt?: Date | undefined;
  readonly phoneNumberId?: string | undefined;
  readonly whatsAppParams?: Readonly<Record<string, unknown>> | undefined;
  readonly timezone?: string | undefined;
  readonly branchId?: string | undefined;
  readonly environment?: string | undefined;
  readonly callConfig: Readonly<Record<string, unknown>>;
  readonly concurrencyLimit?: number | undefined;
}

export interface BatchView {
  readonly id: string;
  readonly name: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly branchId: string | null;
  readonly environment: string | null;
  readonly phoneNumberId: string | null;
  readonly phoneProvider: string | null;
  readonly whatsAppParams: unknown;
  readonly callConfig: unknown;
  readonly timezone: string | null;
  readonly concurrencyLimit: number | null;
  readonly status: string;
  readonly retryCount: number;
  readonly scheduledAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly counts: { readonly scheduled: number; readonly dispatched: number; readonly finished: number };
}

export interface RecipientView {
  readonly id: string;
  readonly phoneNumber: string | null;
  readonly whatsAppUserId: string | null;
  readonly status: string;
  readonly error: string | null;
  readonly conversationId: string | null;
  readonly initiationData: unknown;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

type BatchServices = Pick<Services, 'jobs'>;

/** Keeps a batch and leaves its calls to a job at their time. Throws `invalid_input`, `not_found`. */
export async function submitBatch(scope: WorkspaceScope, services: BatchServices, input: SubmitBatchInput): Promise<BatchView> {
  scope.may('conversations:start');
  const { workspaceId, actor } = scope;
  await getAgent(scope, { agentId: input.agentId });
  const number = input.phoneNumberId === undefined ? undefined : await getPhoneNumber(scope, input.phoneNumberId);
  if (number === undefined && input.whatsAppParams === undefined) {
    throw new AppError('invalid_input', 'Name the number that calls: agent_phone_number_id, or whatsapp_params.', { path: ['agent_phone_number_id'] });
  }
  if (input.recipients.length === 0 || input.recipients.length > mostRecipients) {
    throw new AppError('invalid_input', `A batch has 1 to ${mostRecipients} recipients.`, { path: ['recipients'] });
  }
  const recipients = input.recipients.map(checkedRecipient);
  if (new Set(recipients.map(({ id }) => id)).size < recipients.length)
    throw new AppError('invalid_input', 'Two recipients have one id.', { path: ['recipients'] });
  const id = newId('batchCall');
  const scheduledAt = input.scheduledAt ?? new Date();
  await scope.db.$transaction(async (db) => {
    await db.batchCall.create({
      data: {
        id,
        workspaceId,
        name: input.name.trim().slice(0, 200) || 'Batch',
        agentId: input.agentId,
        branchId: input.branchId ?? null,
        environment: input.environment ?? null,
        phoneNumberId: number?.id ?? null,
        phoneProvider: number?.provider ?? null,
        ...(input.whatsAppParams === undefined ? {} : { whatsAppParams: input.whatsAppParams as Json }),
        callConfig: input.callConfig as Json,
        timezone: input.timezone ?? null,
        concurrencyLimit: input.concurrencyLimit ?? null,
        scheduledAt,
        createdBy: actor.id,
      },
    });
    await db.batchRecipient.createMany({
      data: recipients.map((recipient, position) => ({
        id: newId('batchRecipient'),
        workspaceId,
        batchId: id,
        position,
        phoneNumber: recipient.phoneNumber ?? null,
        whatsAppUserId: recipient.whatsAppUserId ?? null,
        ...(recipient.initiationData === undefined ? {} : { initiationData: recipient.initiationData as Json }),
      })),
    });
    await noteChange(db, scope, { action: 'batch-call.submitted', targetKind: 'batch-call', targetId: id, after: { recipients: recipients.length } });
  });
  await services.jobs.enqueue(placeBatch, { workspaceId, batchId: id }, { delayMs: Math.max(0, scheduledAt.getTime() - Date.now()) });
  return (await getBatch(scope, id)).batch;
}

function checkedRecipient(recipient: Recipient, i: number): Recipient & { readonly id: string } {
  const id = recipient.id ?? String(i);
  if (recipient.whatsAppUserId !== undefined) return { ...recipient, id };
  if (recipient.phoneNumber === undefined) throw new AppError('invalid_input', 'A recipient has a phone number.', { path: ['recipients', i, 'phone_number'] });
  return { ...recipient, id, phoneNumber: checkedNumber(recipient.phoneNumber, 'any') };
}

export async function listBatches(
  scope: WorkspaceScope,
  input: { readonly agentId?: string | undefined; readonly cursor?: string | undefined; readonly pageSize?: number | undefined },
): Promise<Page<BatchView>> {
  scope.may('agents:read');
  const size = pageSizeOf(input.pageSize);
  const rows = await scope.db.batchCall.findMany({
    where: { ...rowsAfter('createdAt', 'desc', readCursor(input.cursor, 'time'), true), ...(input.agentId === undefined ? {} : { agentId: input.agentId }) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: size + 1,
  });
  const [countsOf, names] = await Promise.all([
    countRecipients(
      scope,
      rows.map(({ id }) => id),
    ),
    agentNames(
      scope,
      rows.map(({ agentId }) => agentId),
    ),
  ]);
  return cutPage(
    rows,
    size,
    (row) => ({ value: row.createdAt.getTime(), id: row.id }),
    (row) => ({ ...row, agentName: names(row.agentId), counts: countsOf(row.id) }),
  );
}

export async function getBatch(scope: WorkspaceScope, id: string): Promise<{ readonly batch: BatchView; readonly recipients: readonly RecipientView[] }> {
  scope.may('agents:read');
  const row = await findBatch(scope, id);
  const [recipients, countsOf, names] = await Promise.all([
    scope.db.batchRecipient.findMany({ where: { batchId: id }, orderBy: { position: 'asc' } }),
    countRecipients(scope, [id]),
    agentNames(scope, [row.agentId]),
  ]);
  return { batch: { ...row, agentName: names(row.agentId), counts: countsOf(id) }, recipients };
}

/** What has not been called is not called any more. Throws `conflict` for a batch that is over. */
export async function cancelBatch(scope: WorkspaceScope, id: string): Promise<BatchView> {
  scope.may('conversations:start');
  await findBatch(scope, id);
  await scope.db.$transaction(async (db) => {
    const { count } = await db.batchCall.updateMany({ where: { id, status: { in: ['pending', 'in_progress'] } }, data: { status: 'cancelled' } });
    if (count === 0) throw new AppError('conflict', 'This batch is over.');
    await db.batchRecipient.updateMany({ where: { batchId: id, status: 'pending' }, data: { status: 'cancelled' } });
    await noteChange(db, scope, { action: 'batch-call.cancelled', targetKind: 'batch-call', targetId: id });
  });
  return (await getBatch(scope, id)).batch;
}

/** Calls those again that were not reached. Throws `conflict` while the batch goes on, and when there is nobody. */
export async function retryBatch(scope: WorkspaceScope, services: BatchServices, id: string): Promise<BatchView> {
  scope.may('conversations:start');
  await findBatch(scope, id);
  await scope.db.$transaction(async (db) => {
    const { count } = await db.batchCall.updateMany({
      where: { id, status: { in: ['completed', 'failed', 'cancelled'] } },
      data: { status: 'pending', scheduledAt: new Date(), retryCount: { increment: 1 } },
    });
    if (count === 0) throw new AppError('conflict', 'This batch is still going on.');
    const again = await db.batchRecipient.updateMany({
      where: { batchId: id, status: { in: ['failed', 'cancelled'] } },
      data: { status: 'pending', error: null },
    });
    if (again.count === 0) throw new AppError('conflict', 'Everybody was reached.');
    await noteChange(db, scope, { action: 'batch-call.retried', targetKind: 'batch-call', targetId: id, after: { recipients: again.count } });
  });
  await services.jobs.enqueue(placeBatch, { workspaceId: scope.workspaceId, batchId: id });
  return (await getBatch(scope, id)).batch;
}

export async function deleteBatch(scope: WorkspaceScope, id: string): Promise<void> {
  scope.may('conversations:start');
  const batch = await findBatch(scope, id);
  await scope.db.$transaction(async (db) => {
    await db.batchCall.delete({ where: { id } });
    await noteChange(db, scope, { action: 'batch-call.deleted', targetKind: 'batch-call', targetId: id, before: { name: batch.name } });
  });
}

/** What the job does: calls one after another until all were tried or the batch was cancelled. A job that is run again goes on where it stopped. */
export async function runBatch(scope: WorkspaceScope, batchId: string, signal: AbortSignal): Promise<void> {
  const begun = await scope.db.batchCall.updateMany({
    where: { id: batchId, status: { in: ['pending', 'in_progress'] }, scheduledAt: { lte: new Date() } },
    data: { status: 'in_progress' },
  });
  if (begun.count === 0) return;
  const batch = await findBatch(scope, batchId);
  for (;;) {
    const waiting = await scope.db.batchRecipient.findMany({ where: { batchId, status: 'pending' }, orderBy: { position: 'asc' }, take: recipientsAtOnce });
    if (waiting.length === 0) break;
    for (const recipient of waiting) {
      signal.throwIfAborted();
      const { count } = await scope.db.batchRecipient.updateMany({ where: { id: recipient.id, status: 'pending' }, data: { status: 'dispatched' } });
      if (count > 0) await callRecipient(scope, batch, recipient);
    }
  }
  const failed = await scope.db.batchRecipient.count({ where: { batchId, status: 'failed' } });
  const all = await scope.db.batchRecipient.count({ where: { batchId } });
  await scope.db.batchCall.updateMany({ where: { id: batchId, status: 'in_progress' }, data: { status: failed === all ? 'failed' : 'completed' } });
}

async function callRecipient(
  scope: WorkspaceScope,
  batch: { readonly agentId: string; readonly phoneNumberId: string | null },
  recipient: { readonly id: string; readonly phoneNumber: string | null },
): Promise<void> {
  const placed = await attempt(scope, batch, recipient.phoneNumber);
  await scope.db.batchRecipient.updateMany({
    where: { id: recipient.id },
    data: placed.isPlaced
      ? { status: 'initiated', conversationId: 'conversationId' in placed ? (placed.conversationId ?? null) : null }
      : { status: 'failed', error: placed.message },
  });
}

async function attempt(scope: WorkspaceScope, batch: { readonly agentId: string; readonly phoneNumberId: string | null }, toNumber: string | null) {
  if (batch.phoneNumberId === null || toNumber === null)
    return { isPlaced: false, message: 'This installation has no WhatsApp connection that carries calls.' };
  try {
    return await placeCall(scope, { agentId: batch.agentId, phoneNumberId: batch.phoneNumberId, toNumber });
  } catch (thrown) {
    return { isPlaced: false, message: toAppError(thrown).publicMessage };
  }
}

async function findBatch(scope: WorkspaceScope, id: string) {
  const batch = await scope.db.batchCall.findUnique({ where: { id } });
  if (batch === null) throw new AppError('not_found', `Batch ${id} was not found.`);
  return batch;
}

async function countRecipients(scope: WorkspaceScope, batchIds: readonly string[]): Promise<(batchId: string) => BatchView['counts']> {
  const groups = await scope.db.batchRecipient.groupBy({ by: ['batchId', 'status'], where: { batchId: { in: [...batchIds] } }, _count: { _all: true } });
  const sum = (batchId: string, statuses?: readonly string[]) =>
    groups
      .filter((group) => group.batchId === batchId && (statuses === undefined || statuses.includes(group.status)))
      .reduce((total, group) => total + group._count._all, 0);
  return (batchId) => ({
    scheduled: sum(batchId),
    dispatched: sum(batchId) - sum(batchId, ['pending', 'cancelled']),
    finished: sum(batchId, ['completed', 'failed', 'voicemail']),
  });
}

async function agentNames(scope: WorkspaceScope, ids: readonly string[]): Promise<(id: string) => string> {
  const agents = await scope.db.agent.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } });
  const names = new Map(agents.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? '';
}
