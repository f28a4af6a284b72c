import { parseAgentConfig } from '../../contracts/agent-config';
import type { AgentInPlay } from '../agent-in-play';
import { configuredSystemTools } from '../tools/configured-system-tools';
import type { NodeOf } from './run';

type Json = Readonly<Record<string, unknown>>;

/** W2: the agent as a node changes it: what the node's configuration names is replaced, its prompt, tools and documents are added. */
export function agentOfNode(base: AgentInPlay, nodeId: string, node: NodeOf<'override_agent'> | NodeOf<'say'> | NodeOf<'start'>): AgentInPlay {
  if (node.type === 'start') return base;
  const changes = node.conversationConfig ?? {};
  const config = parseAgentConfig({ ...base.config, conversationConfig: merge(base.config.conversationConfig, changes) });
  const { agent } = config.conversationConfig;
  const hasOwnPrompt = agent.prompt.prompt !== base.config.conversationConfig.agent.prompt.prompt;
  const further = (node.additionalToolIds ?? []).flatMap((id) => base.toolsById?.get(id) ?? []);
  return {
    ...base,
    config,
    prompt: [hasOwnPrompt ? agent.prompt.prompt : base.prompt, node.additionalPrompt ?? ''].filter((part) => part.trim() !== '').join('\n\n'),
    firstMessage: agent.firstMessage,
    ...base.knowledgeByNode?.get(nodeId),
    ...configuredSystemTools(config),
    serverTools: [...base.serverTools, ...further.filter((tool) => !base.serverTools.some(({ definition }) => definition.name === tool.definition.name))],
  };
}

/** Null means that the node does not change a member. */
function merge(base: Json, over: Json): Json {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === null || value === undefined) continue;
    const before = merged[key];
    merged[key] = isObject(value) && isObject(before) ? merge(before, value) : value;
  }
  return merged;
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
