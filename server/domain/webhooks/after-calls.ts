import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { changeSettings } from '../workspaces/convai-settings';
import { workspaceWebhooks } from './post-call-settings';

export interface AfterCalls {
  /** Null: agents that name no webhook of their own tell nobody. */
  readonly webhookId: string | null;
  readonly sendsTranscript: boolean;
  readonly sendsAudio: boolean;
  readonly sendsFailures: boolean;
}

/** Which webhook is told after calls with agents that name none, and of what. */
export async function getAfterCalls(scope: WorkspaceScope): Promise<AfterCalls> {
  scope.may('webhooks:read');
  const stored = await workspaceWebhooks(scope);
  if (stored === undefined) return { webhookId: null, sendsTranscript: false, sendsAudio: false, sendsFailures: false };
  const { webhookId, sendsTranscript, sendsAudio, sendsFailures } = stored;
  return { webhookId, sendsTranscript, sendsAudio, sendsFailures };
}

/** Throws `not_found` for a webhook that does not exist. */
export async function setAfterCalls(scope: WorkspaceScope, { webhookId, sendsTranscript, sendsAudio, sendsFailures }: AfterCalls): Promise<void> {
  scope.may('webhooks:write');
  if (webhookId !== null && (await scope.db.webhook.findFirst({ where: { id: webhookId }, select: { id: true } })) === null)
    throw new AppError('not_found', 'This webhook was not found.');
  const events = [...(sendsTranscript ? ['transcript'] : []), ...(sendsAudio ? ['audio'] : []), ...(sendsFailures ? ['call_initiation_failure'] : [])];
  // Without `send_audio` cleared it would go on to ask for sound whatever the list says.
  await changeSettings(scope, 'convaiSettings', { webhooks: { post_call_webhook_id: webhookId, events, send_audio: null } });
}
