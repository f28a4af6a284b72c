import { AppError } from '../../lib/app-error';
import type { BroughtAgent, BroughtWebhook } from '../conversation-host';
import { type Setup, setupSchema } from './wire';

/** The agent in the frame `enclave_setup_config`. Throws `invalid_message`. */
export function broughtAgent(text: string | undefined): BroughtAgent {
  if (text === undefined) throw new AppError('invalid_message', 'The first frame here is enclave_setup_config, and it did not come.');
  const { data: setup, error } = setupSchema.safeParse(parsedJson(text));
  if (setup === undefined) {
    const issue = error.issues[0];
    throw new AppError('invalid_message', `enclave_setup_config: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(' ')}`);
  }
  if (setup.agent_config_dict == null) throw new AppError('invalid_message', 'enclave_setup_config: agent_config_dict is missing.');
  return {
    agent: setup.agent_config_dict,
    overrides: setup.override_agent_config_list ?? [],
    tools: setup.tools_config_list ?? [],
    knowledge: setup.prompt_knowledge_base ?? null,
    transcriptionWebhook: webhookOf(setup.post_call_transcription_webhook),
    audioWebhook: webhookOf(setup.post_call_audio_webhook),
  };
}

function webhookOf(webhook: Setup['post_call_audio_webhook']): BroughtWebhook | undefined {
  return webhook == null ? undefined : { url: webhook.url, secret: webhook.hmac_secret ?? undefined };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
