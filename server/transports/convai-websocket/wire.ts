import type { Buffer } from 'node:buffer';
import { z } from 'zod';
import { dynamicVariablesSchema } from '../../contracts/agent-config';

/** Frames a client sends, as far as this version acts on them. Section names refer to the public API's reference. */

export const initiationSchema = z.looseObject({
  type: z.literal('conversation_initiation_client_data'),
  conversation_config_override: z.looseObject({}).nullish(),
  custom_llm_extra_body: z.record(z.string(), z.unknown()).nullish(),
  dynamic_variables: dynamicVariablesSchema.nullish(),
  user_id: z.string().max(500).nullish(),
  branch_id: z.string().max(100).nullish(),
  environment: z.string().max(100).nullish(),
  starting_workflow_node_id: z.string().max(200).nullish(),
  procedure_ids: z.array(z.string().max(100)).max(200).nullish(),
  source_info: z.looseObject({ source: z.string().nullish(), version: z.string().nullish() }).nullish(),
});
export type Initiation = z.infer<typeof initiationSchema>;

const record = z.record(z.string(), z.unknown());
const broughtWebhook = z.looseObject({ url: z.url({ protocol: /^https?$/u }).max(2_000), hmac_secret: z.string().min(16).max(500).nullish() });

/** What comes first where the caller brings the agent. */
export const setupSchema = z.looseObject({
  type: z.literal('enclave_setup_config'),
  agent_config_dict: record.nullish(),
  override_agent_config_list: z.array(record).max(50).nullish(),
  tools_config_list: z.array(record).max(200).nullish(),
  prompt_knowledge_base: z.array(z.string().max(300_000)).max(200).nullish(),
  post_call_transcription_webhook: broughtWebhook.nullish(),
  post_call_audio_webhook: broughtWebhook.nullish(),
});
export type Setup = z.infer<typeof setupSchema>;

const text = z.string().max(100_000);

const sentFile = z.looseObject({ file_id: z.string().max(100) });

export const clientFrameSchemas = {
  pong: z.looseObject({ event_id: z.number() }),
  user_message: z.looseObject({ text: text.nullish() }),
  user_activity: z.looseObject({}),
  contextual_update: z.looseObject({ text, context_id: z.string().nullish() }),
  feedback: z.looseObject({ event_id: z.number().nullish(), score: z.enum(['like', 'dislike']).nullish() }),
  client_tool_result: z.looseObject({ tool_call_id: z.string(), result: z.unknown().optional(), is_error: z.boolean().default(false) }),
  mcp_tool_approval_result: z.looseObject({ tool_call_id: z.string(), is_approved: z.boolean() }),
  multimodal_message: z.looseObject({
    text: z.looseObject({ text: text.nullish() }).nullish(),
    file: sentFile.nullish(),
    files: z.array(sentFile).max(30).nullish(),
  }),
} as const;

export type MultimodalMessage = z.output<typeof clientFrameSchemas.multimodal_message>;

export type ClientFrameType = keyof typeof clientFrameSchemas;

export type ClientFrame =
  | { readonly type: 'user_audio_chunk'; readonly base64: string }
  | { readonly type: 'conversation_initiation_client_data'; readonly initiation: Initiation }
  | { readonly [Type in ClientFrameType]: { readonly type: Type; readonly value: z.output<(typeof clientFrameSchemas)[Type]> } }[ClientFrameType]
  /** A type we do not know: left alone, as the reference asks. */
  | { readonly type: 'unknown' };

const soundStart = '{"user_audio_chunk":"';
const soundEnd = '"}';

/** The sound of the frame that makes up nearly all traffic, without reading it as JSON; null: read it as any other. */
export function soundOf(data: Buffer): string | null {
  if (data.length < 64 || data.toString('latin1', 0, soundStart.length) !== soundStart || data.toString('latin1', data.length - soundEnd.length) !== soundEnd)
    return null;
  const base64 = data.toString('latin1', soundStart.length, data.length - soundEnd.length);
  return base64.includes('"') || base64.includes('\\') ? null : base64;
}

/** Reads one frame; a string answer says what is wrong with it. */
export function readClientFrame(data: string): ClientFrame | string {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return 'The message is not JSON.';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'The message is not a JSON object.';
  if ('user_audio_chunk' in value) {
    return typeof value.user_audio_chunk === 'string'
      ? { type: 'user_audio_chunk', base64: value.user_audio_chunk }
      : 'user_audio_chunk must be a base64 string.';
  }
  const type = 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') return 'The message has no type.';
  if (type === 'conversation_initiation_client_data') {
    const parsed = initiationSchema.safeParse(value);
    return parsed.success ? { type, initiation: parsed.data } : problem(type, parsed.error);
  }
  if (!Object.hasOwn(clientFrameSchemas, type)) return { type: 'unknown' };
  const known = type as ClientFrameType;
  const parsed = clientFrameSchemas[known].safeParse(value);
  return parsed.success ? ({ type: known, value: parsed.data } as ClientFrame) : problem(type, parsed.error);
}

function problem(type: string, error: z.ZodError): string {
  const issue = error.issues[0];
  return `${type}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not readable'}`.trim();
}
