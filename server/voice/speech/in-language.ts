import type { AgentConfig } from '../../contracts/agent-config';

/** The languages an agent speaks: its own first. */
export function languagesOf({ conversationConfig: { agent, languagePresets } }: AgentConfig): readonly string[] {
  return [agent.language, ...Object.keys(languagePresets).filter((code) => code !== agent.language)];
}

/** The agent with the fillers that its preset for a language has. */
export function inLanguage(config: AgentConfig, language: string): AgentConfig {
  const fillers = memberOf(memberOf(memberOf(config.conversationConfig.languagePresets[language], 'overrides'), 'turn'), 'softTimeoutConfig');
  const message = memberOf(fillers, 'message');
  const more = memberOf(fillers, 'additionalSoftTimeoutMessages');
  if (typeof message !== 'string' && !Array.isArray(more)) return config;
  const { conversationConfig } = config;
  const { turn } = conversationConfig;
  const softTimeoutConfig = {
    ...turn.softTimeoutConfig,
    ...(typeof message === 'string' ? { message } : {}),
    ...(Array.isArray(more) ? { additionalSoftTimeoutMessages: more.filter((text): text is string => typeof text === 'string') } : {}),
  };
  return { ...config, conversationConfig: { ...conversationConfig, turn: { ...turn, softTimeoutConfig } } };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
