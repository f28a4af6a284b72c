import { createHash } from 'node:crypto';
import type { Json, WorkspaceScope } from '../../auth/scope';
import { deliverWebhookJob } from '../../jobs/definitions';
import type { JobQueue } from '../../jobs/queue';
import { findConversation } from '../conversations/get-conversation';
import { postCallWebhookFor } from './post-call-settings';
import type { WebhookEvent } from './webhook-views';

/** Tells the webhook of the agent or workspace what came of a conversation. Said once for each, however often this runs. */
export async function announceConversation(scope: WorkspaceScope, conversationId: string, jobs: JobQueue): Promise<void> {
  const conversation = await findConversation(scope.db, conversationId);
  const webhook = await postCallWebhookFor(scope, await documentOf(scope, conversation.agentVersionId));
  if (webhook === undefined) return;
  const { webhookId, leavesTranscriptOut } = webhook;
  if (webhook.sendsTranscript) await announce(scope, jobs, { webhookId, type: 'post_call_transcription', conversationId, details: { leavesTranscriptOut } });
  if (webhook.sendsAudio && conversation.recordingKey !== null)
    await announce(scope, jobs, { webhookId: webhook.audioWebhookId ?? webhookId, type: 'post_call_audio', conversationId, details: {} });
}

export type InitiationFailureReason = 'busy' | 'no-answer' | 'unknown';

export interface InitiationFailure {
  readonly conversationId: string;
  readonly reason: InitiationFailureReason;
  /** What the carrier said, in its own words. */
  readonly metadata: { readonly type: 'twilio' | 'sip'; readonly body: Readonly<Record<string, unknown>> };
}

/** Tells that a call could not be made. */
export async function announceInitiationFailure(scope: WorkspaceScope, failure: InitiationFailure, jobs: JobQueue): Promise<void> {
  const { conversationId, reason, metadata } = failure;
  const conversation = await findConversation(scope.db, conversationId);
  const webhook = await postCallWebhookFor(scope, await documentOf(scope, conversation.agentVersionId));
  if (webhook === undefined || !webhook.sendsFailures) return;
  await announce(scope, jobs, { webhookId: webhook.webhookId, type: 'call_initiation_failure', conversationId, details: { reason, metadata } as Json });
}

/** Tells that a file which was given to be heard later is heard; the request names the webhook. */
export function announceTranscript(
  scope: WorkspaceScope,
  told: { readonly webhookId: string; readonly transcriptId: string; readonly details: Readonly<Record<string, unknown>> },
  jobs: JobQueue,
): Promise<void> {
  const details = { ...told.details, transcriptId: told.transcriptId } as Json;
  return announce(scope, jobs, { webhookId: told.webhookId, type: 'speech_to_text_transcription', conversationId: null, subject: told.transcriptId, details });
}

interface Announcement {
  readonly webhookId: string;
  readonly type: WebhookEvent;
  readonly conversationId: string | null;
  /** What is told of, where that is no conversation. */
  readonly subject?: string;
  readonly details: Json;
}

async function announce(scope: WorkspaceScope, jobs: JobQueue, { webhookId, type, conversationId, subject, details }: Announcement): Promise<void> {
  const webhook = await scope.db.webhook.findFirst({ where: { id: webhookId }, select: { id: true } });
  // Settings may still name a webhook that is gone.
  if (webhook === null) return;
  const id = `whd_${createHash('sha256')
    .update(`${webhookId} ${type} ${subject ?? conversationId}`)
    .digest('hex')
    .slice(0, 26)}`;
  await scope.db.webhookDelivery.createMany({ data: [{ id, workspaceId: scope.workspaceId, webhookId, type, conversationId, details }], skipDuplicates: true });
  const delivery = await scope.db.webhookDelivery.findFirst({ where: { id }, select: { status: true } });
  if (delivery?.status === 'pending') await jobs.enqueue(deliverWebhookJob, { workspaceId: scope.workspaceId, deliveryId: id }, { key: id });
}

async function documentOf(scope: WorkspaceScope, versionId: string): Promise<unknown> {
  const version = await scope.db.agentVersion.findFirst({ where: { id: versionId }, select: { config: true } });
  return version?.config ?? {};
}
