import { z } from 'zod';
import type { Json, SealKeys, WorkspaceScope } from '../../auth/scope';
import { type AgentConfig, dynamicVariablesSchema } from '../../contracts/agent-config';
import type { Outgoing } from '../../integrations/safe-fetch/outgoing';
import { AppError } from '../../lib/app-error';
import { maskDeep } from '../privacy/mask-personal-data';
import type { PrivacyInForce } from '../privacy/rules';
import { secretText } from '../secrets/secret-text';

/** A phone call that comes in. */
export interface IncomingCall {
  readonly callerId: string;
  readonly calledNumber: string;
  /** What the carrier calls it. */
  readonly callSid: string;
}

const timeoutMs = 5_000;
const largestAnswer = 1_000_000;

const header = z.union([z.string(), z.looseObject({ secret_id: z.string() }), z.looseObject({ secretId: z.string() })]);
const webhookSchema = z.looseObject({ url: z.string(), headers: z.record(z.string(), header) });
type InitiationWebhook = z.infer<typeof webhookSchema>;

const answerSchema = z.looseObject({
  type: z.literal('conversation_initiation_client_data'),
  conversation_config_override: z.looseObject({}).nullish(),
  custom_llm_extra_body: z.record(z.string(), z.unknown()).nullish(),
  dynamic_variables: dynamicVariablesSchema.nullish(),
  user_id: z.string().max(500).nullish(),
});
export type InitiationAnswer = z.infer<typeof answerSchema>;

/**
 * Asks the webhook of the agent or workspace what a conversation by phone begins with; null where the agent does not want that. Without a
 * usable answer the call cannot go on: throws `not_configured`, `host_refused`, `request_failed`.
 */
export async function askInitiationWebhook(
  scope: WorkspaceScope,
  input: {
    readonly agentId: string;
    readonly conversationId: string;
    readonly config: AgentConfig;
    readonly call: IncomingCall;
    readonly outgoing: Outgoing;
    readonly sealKeys: SealKeys;
    readonly privacy: Pick<PrivacyInForce, 'masks'>;
  },
): Promise<InitiationAnswer | null> {
  const { agentId, conversationId, config, call, outgoing, sealKeys, privacy } = input;
  if (!config.platformSettings.overrides.enableConversationInitiationClientDataFromWebhook) return null;
  const webhook = ofAgent(config) ?? (await ofWorkspace(scope));
  if (webhook === undefined)
    throw new AppError('not_configured', 'The agent asks a webhook what its calls begin with, and neither it nor the workspace names one.');
  const answer = await outgoing.request({
    url: webhook.url,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await headersOf(scope, sealKeys, webhook)) },
    body: JSON.stringify({
      caller_id: call.callerId,
      agent_id: agentId,
      called_number: call.calledNumber,
      call_sid: call.callSid,
      conversation_id: conversationId,
    }),
    timeoutMs,
    maxBytes: largestAnswer,
  });
  const given = answer.status >= 200 && answer.status < 300 ? answerSchema.safeParse(parsedJson(answer.body)).data : undefined;
  if (given === undefined)
    throw new AppError('request_failed', `The webhook for what calls begin with answered ${answer.status} without conversation_initiation_client_data.`);
  await scope.db.conversation.updateMany({
    where: { id: conversationId, keepsNothing: false },
    data: { initiationData: maskDeep(withoutSecrets(given), privacy.masks) as Json, ...(given.user_id == null ? {} : { userId: given.user_id }) },
  });
  return given;
}

function ofAgent({ platformSettings }: AgentConfig): InitiationWebhook | undefined {
  const { conversationInitiationClientDataWebhook: own } = platformSettings.workspaceOverrides as { conversationInitiationClientDataWebhook?: unknown };
  const { url, requestHeaders } = (own ?? {}) as { url?: unknown; requestHeaders?: unknown };
  return webhookSchema.safeParse({ url, headers: requestHeaders ?? {} }).data;
}

async function ofWorkspace(scope: WorkspaceScope): Promise<InitiationWebhook | undefined> {
  const workspace = await scope.db.workspace.findFirst({ where: { id: scope.workspaceId }, select: { convaiSettings: true } });
  const settings = workspace?.convaiSettings as { conversation_initiation_client_data_webhook?: { url?: unknown; request_headers?: unknown } } | undefined;
  const { url, request_headers: headers } = settings?.conversation_initiation_client_data_webhook ?? {};
  return webhookSchema.safeParse({ url, headers: headers ?? {} }).data;
}

async function headersOf(scope: WorkspaceScope, keys: SealKeys, { headers }: InitiationWebhook): Promise<Record<string, string>> {
  const filled: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = typeof value === 'string' ? value : await secretText(scope, keys, String('secret_id' in value ? value.secret_id : value['secretId']));
    if (text === undefined) throw new AppError('not_configured', `The secret in the header ${name} of the initiation webhook does not exist any more.`);
    filled[name] = text;
  }
  return filled;
}

function withoutSecrets(answer: InitiationAnswer): Record<string, unknown> {
  const shown = Object.entries(answer.dynamic_variables ?? {}).map(([name, value]) => [name, name.startsWith('secret__') ? '••••••' : value] as const);
  return { ...answer, dynamic_variables: Object.fromEntries(shown) };
}

function parsedJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
