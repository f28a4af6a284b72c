import { z } from 'zod';
import type { WorkspaceScope } from '../../auth/scope';

export interface PostCallWebhook {
  readonly webhookId: string;
  /** Where sound goes, when that is elsewhere. */
  readonly audioWebhookId?: string;
  readonly sendsTranscript: boolean;
  readonly sendsAudio: boolean;
  readonly sendsFailures: boolean;
  readonly leavesTranscriptOut: boolean;
}

const wireSettings = z.looseObject({
  post_call_webhook_id: z.string().nullish(),
  events: z.array(z.string()).nullish(),
  send_audio: z.boolean().nullish(),
  exclude_transcript: z.boolean().nullish(),
});
const agentSettings = z.looseObject({
  postCallWebhookId: z.string().nullish(),
  /** Of agents that callers bring. */
  audioWebhookId: z.string().nullish(),
  events: z.array(z.string()).nullish(),
  sendAudio: z.boolean().nullish(),
  excludeTranscript: z.boolean().nullish(),
});

/** What is sent after a call with this agent: as its document says, else as the workspace's settings do. */
export async function postCallWebhookFor(scope: WorkspaceScope, agentDocument: unknown): Promise<PostCallWebhook | undefined> {
  return agentWebhooksOf(agentDocument) ?? (await workspaceWebhooks(scope));
}

export async function workspaceWebhooks(scope: WorkspaceScope): Promise<PostCallWebhook | undefined> {
  const workspace = await scope.db.workspace.findFirst({ where: { id: scope.workspaceId }, select: { convaiSettings: true } });
  const { data } = wireSettings.safeParse((workspace?.convaiSettings as { webhooks?: unknown } | undefined)?.webhooks ?? {});
  return settingOf(data?.post_call_webhook_id, data?.events, data?.send_audio, data?.exclude_transcript);
}

export function agentWebhooksOf(agentDocument: unknown): PostCallWebhook | undefined {
  const overrides = (agentDocument as { platformSettings?: { workspaceOverrides?: { webhooks?: unknown } } } | null)?.platformSettings?.workspaceOverrides;
  const { data } = agentSettings.safeParse(overrides?.webhooks ?? {});
  const setting = settingOf(data?.postCallWebhookId ?? data?.audioWebhookId, data?.events, data?.sendAudio, data?.excludeTranscript);
  return setting === undefined || data?.audioWebhookId == null ? setting : { ...setting, audioWebhookId: data.audioWebhookId };
}

type Maybe<T> = T | null | undefined;

function settingOf(
  webhookId: Maybe<string>,
  events: Maybe<readonly string[]>,
  sendAudio: Maybe<boolean>,
  excludeTranscript: Maybe<boolean>,
): PostCallWebhook | undefined {
  if (webhookId === undefined || webhookId === null || webhookId === '') return undefined;
  const wanted = events ?? ['transcript'];
  return {
    webhookId,
    sendsTranscript: wanted.includes('transcript') || wanted.includes('unredacted_transcript'),
    sendsAudio: wanted.includes('audio') || wanted.includes('unredacted_audio') || sendAudio === true,
    sendsFailures: wanted.includes('call_initiation_failure'),
    leavesTranscriptOut: excludeTranscript === true,
  };
}
