import type { WorkspaceScope } from '../auth/scope';
import type { AgentConfig } from '../contracts/agent-config';
import { configOf, findAgentVersion } from '../domain/agents/get-agent';
import type { KnowledgeEngine } from '../domain/knowledge/knowledge-engine';
import { promptOfProcedures } from '../domain/procedures/prompt-of-procedures';
import { AppError } from '../lib/app-error';
import type { AgentInPlay } from '../voice/agent-in-play';
import type { ConversationProviders } from '../voice/conversation';
import { configuredSystemTools } from '../voice/tools/configured-system-tools';
import type { AgentTransfer } from '../voice/tools/tool';
import type { AgentTools } from './agent-tools';
import { knowledgeOf } from './knowledge';

/** What an agent is in a conversation, apart from the providers that give it a voice and a mind. */
export function partOf(
  stored: AgentConfig,
  agentId: string,
  { known, tools }: { readonly known: Pick<AgentInPlay, 'knowledge' | 'retrieve' | 'knowledgeByNode'>; readonly tools: AgentTools },
): Omit<AgentInPlay, 'languageModel' | 'textToSpeech'> {
  const config = withBuiltInTools(stored, tools.builtInTools);
  return {
    agentId,
    config,
    prompt: promptOf(config),
    firstMessage: config.conversationConfig.agent.firstMessage,
    ...known,
    ...configuredSystemTools(config),
    clientTools: tools.clientTools,
    serverTools: tools.serverTools,
  };
}

/** What the model is told of its task, its variables not yet filled in. */
export function promptOf(config: AgentConfig): string {
  return [config.conversationConfig.agent.prompt.prompt, promptOfProcedures(config)].filter((part) => part !== '').join('\n\n');
}

/** Makes the agent of a transfer ready. Throws `not_found` when it is not there, or archived. */
export async function otherAgent(options: {
  readonly scope: WorkspaceScope;
  readonly transfer: AgentTransfer;
  readonly knowledge: KnowledgeEngine;
  readonly toolsFor: (config: AgentConfig, agentId: string) => Promise<AgentTools>;
  readonly providersFor: (config: AgentConfig) => Promise<Pick<ConversationProviders, 'languageModel' | 'textToSpeech'>>;
}): Promise<AgentInPlay> {
  const { scope, transfer } = options;
  const { agent, version } = await findAgentVersion(scope.db, { agentId: transfer.agentId, branchId: transfer.branchId ?? undefined });
  if (agent.archivedAt !== null) throw new AppError('not_found', 'This agent is archived.');
  const config = configOf(version);
  const [{ languageModel, textToSpeech }, known, tools] = await Promise.all([
    options.providersFor(config),
    knowledgeOf(scope, options.knowledge, config),
    options.toolsFor(config, agent.id),
  ]);
  return { ...partOf(config, agent.id, { known, tools }), languageModel, textToSpeech };
}

/** Our own tools that are stored as tools count as those of the agent's document, where that has none of the kind. */
function withBuiltInTools(config: AgentConfig, builtIn: Readonly<Record<string, unknown>>): AgentConfig {
  const { agent } = config.conversationConfig;
  const own = Object.fromEntries(Object.entries(agent.prompt.builtInTools).filter(([, tool]) => tool !== null && tool !== undefined));
  const builtInTools = { ...builtIn, ...own } as typeof agent.prompt.builtInTools;
  return { ...config, conversationConfig: { ...config.conversationConfig, agent: { ...agent, prompt: { ...agent.prompt, builtInTools } } } };
}
