import type { WorkspaceScope } from '../auth/scope';
import type { AgentConfig } from '../contracts/agent-config';
import type { KnowledgeEngine } from '../domain/knowledge/knowledge-engine';
import { planKnowledge, type WholeText } from '../domain/knowledge/plan-knowledge';
import type { KnowledgePassage } from '../providers/spec/language-model';
import type { AgentInPlay } from '../voice/agent-in-play';
import { passagesOf } from '../voice/history/prompt';

/** What an agent knows, as a conversation takes it: texts that are always there, and how the rest is looked up. */
export async function knowledgeOf(scope: WorkspaceScope, engine: KnowledgeEngine, config: AgentConfig): Promise<Pick<AgentInPlay, 'knowledge' | 'retrieve'>> {
  const { whole, lookUp } = await planKnowledge(scope, engine, config);
  return { knowledge: whole.flatMap(wholePassages), retrieve: lookUp ?? null };
}

/** A text of the prompt in passages, which the built-in answerer picks from; its name stands before what has no heading of its own. */
function wholePassages({ documentId, title, text }: WholeText): KnowledgePassage[] {
  return passagesOf(text).map((passage) => ({ ...passage, id: `${documentId}_${passage.id}`, title: passage.title === '' ? title : passage.title }));
}
