import type { WorkspaceScope } from '../auth/scope';
import type { AgentConfig } from '../contracts/agent-config';
import { configOf, findAgentVersion } from '../domain/agents/get-agent';
import type { KnowledgeEngine } from '../domain/knowledge/knowledge-engine';
import { promptOfProcedures } from '../domain/procedures/prompt-of-procedures';
import { AppError } from '../lib/app-error';
import type { AgentInPlay } from '../voice/agent-in-play';
import type { ConversationProviders } from '../voice/conversation';
import { configuredSystemTools } from '../voice/tools/configured-system-tools';
import type { AgentTransfer, ClientTool } from '../voice/tools/tool';
import { knowledgeOf } from './knowledge';

/** What an agent is in a conversation, apart from the providers that give it a voice and a mind. */
export function partOf(
  config: AgentConfig,
  agentId: string,
  known: Pick<AgentInPlay, 'knowledge' | 'retrieve'>,
): Omit<AgentInPlay, 'languageModel' | 'textToSpeech'> {
  const { agent } = config.conversationConfig;
  return {
    agentId,
    config,
    prompt: [agent.prompt.prompt, promptOfProcedures(config)].filter((part) => part !== '').join('\n\n'),
    firstMessage: agent.firstMessage,
    ...known,
    ...configuredSystemTools(config),
    clientTools: clientToolsOf(agent.prompt.tools),
    serverTools: [],
  };
}

/** Makes the agent of a transfer ready. Throws `not_found` when it is not there, or archived. */
export async function otherAgent(options: {
  readonly scope: WorkspaceScope;
  readonly transfer: AgentTransfer;
  readonly knowledge: KnowledgeEngine;
  readonly providersFor: (config: AgentConfig) => Promise<Pick<ConversationProviders, 'languageModel' | 'textToSpeech'>>;
}): Promise<AgentInPlay> {
  const { scope, transfer } = options;
  const { agent, version } = await findAgentVersion(scope.db, { agentId: transfer.agentId, branchId: transfer.branchId ?? undefined });
  if (agent.archivedAt !== null) throw new AppError('not_found', 'This agent is archived.');
  const config = configOf(version);
  const { languageModel, textToSpeech } = await options.providersFor(config);
  return { ...partOf(config, agent.id, await knowledgeOf(scope, options.knowledge, config)), languageModel, textToSpeech };
}

function clientToolsOf(tools: AgentConfig['conversationConfig']['agent']['prompt']['tools']): ClientTool[] {
  return tools
    .filter((tool) => tool.type === 'client')
    .map((tool) => ({
      definition: { name: tool.name, description: tool.description, parameters: { type: 'object', properties: {}, ...tool.parameters } },
      expectsResponse: tool.expectsResponse,
      timeoutMs: tool.responseTimeoutSecs * 1000,
      timing: timingOf(tool['executionMode']),
      preToolSpeech: preToolSpeechOf(tool['preToolSpeech']),
      disablesInterruptions: protectionOf(tool['interruptionMode'], tool['disableInterruptions']),
    }));
}

const timingOf = (mode: unknown) => (mode === 'post_tool_speech' ? 'post-tool-speech' : mode === 'async' ? 'async' : 'immediate');
const preToolSpeechOf = (mode: unknown) => (mode === 'force' || mode === 'off' ? mode : 'auto');

/** The older member says no more than yes or no. */
function protectionOf(mode: unknown, isDisabled: unknown): boolean | 'turn' {
  if (mode === 'disable_during_tool_and_turn') return 'turn';
  return mode === 'disable_during_tool' || isDisabled === true;
}
