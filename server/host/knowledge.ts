import type { WorkspaceScope } from '../auth/scope';
import { type AgentConfig, parseAgentConfig } from '../contracts/agent-config';
import { readWorkflow } from '../contracts/workflow';
import type { KnowledgeEngine } from '../domain/knowledge/knowledge-engine';
import { planKnowledge, type WholeText } from '../domain/knowledge/plan-knowledge';
import type { KnowledgePassage } from '../providers/spec/language-model';
import type { AgentInPlay, Known } from '../voice/agent-in-play';
import { passagesOf } from '../voice/history/prompt';

/** What an agent knows, as a conversation takes it, and what it knows besides in nodes of its workflow. */
export async function knowledgeOf(
  scope: WorkspaceScope,
  engine: KnowledgeEngine,
  config: AgentConfig,
): Promise<Known & Required<Pick<AgentInPlay, 'knowledgeByNode'>>> {
  const [known, ofNodes] = await Promise.all([
    knownWith(scope, engine, config),
    Promise.all(nodesWithDocuments(config).map(async ([nodeId, changed]) => [nodeId, await knownWith(scope, engine, changed)] as const)),
  ]);
  return { ...known, knowledgeByNode: new Map(ofNodes) };
}

/** The agent's document as each of these nodes adds to its knowledge. */
function nodesWithDocuments(config: AgentConfig): (readonly [nodeId: string, changed: AgentConfig])[] {
  const { agent } = config.conversationConfig;
  return [...(readWorkflow(config.workflow)?.nodes ?? [])].flatMap(([nodeId, node]) => {
    const further = node.type === 'override_agent' || node.type === 'say' ? (node.additionalKnowledgeBase ?? []) : [];
    if (further.length === 0) return [];
    const knowledgeBase = [...agent.prompt.knowledgeBase, ...further.map((document) => ({ type: 'file', name: '', ...document }))];
    const prompt = { ...agent.prompt, knowledgeBase };
    return [[nodeId, parseAgentConfig({ ...config, conversationConfig: { ...config.conversationConfig, agent: { ...agent, prompt } } })] as const];
  });
}

async function knownWith(scope: WorkspaceScope, engine: KnowledgeEngine, config: AgentConfig): Promise<Known> {
  const { whole, lookUp } = await planKnowledge(scope, engine, config);
  return { knowledge: whole.flatMap(wholePassages), retrieve: lookUp ?? null };
}

/** What a caller says its agent knows. */
export function knownTexts(texts: readonly string[]): Known & Required<Pick<AgentInPlay, 'knowledgeByNode'>> {
  const knowledge = texts.flatMap((text, index) => wholePassages({ documentId: `brought_${index + 1}`, title: '', text }));
  return { knowledge, retrieve: null, knowledgeByNode: new Map() };
}

/** A text of the prompt in passages, which the built-in answerer picks from; its name stands before what has no heading of its own. */
function wholePassages({ documentId, title, text }: WholeText): KnowledgePassage[] {
  return passagesOf(text).map((passage) => ({ ...passage, id: `${documentId}_${passage.id}`, title: passage.title === '' ? title : passage.title }));
}
