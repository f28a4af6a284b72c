import type { AgentConfig } from '../contracts/agent-config';

const mostHints = 240;
const longestHint = 120;

/** What speech-to-text should expect: named terms first, then the sentences callers are likely to echo. */
export function hintsOf(config: AgentConfig, agentName: string): string[] {
  const { asr, agent } = config.conversationConfig;
  const texts = [config.parley.knowledgeText, agent.prompt.prompt, agent.firstMessage];
  const sentences = texts.flatMap((text) => text.split(/[\n.!?;:]+/u)).map((sentence) => sentence.replace(/^[\s#*•–-]+/u, '').trim());
  const tools = agent.prompt.tools.map((tool) => tool.name.replaceAll('_', ' '));
  const all = [agentName, ...(asr.keywords ?? []), ...config.parley.hints, ...tools, ...sentences.filter((sentence) => sentence.split(/\s+/u).length >= 2)];
  const seen = new Set<string>();
  return all
    .map((hint) => hint.slice(0, longestHint))
    .filter((hint) => hint !== '' && !seen.has(hint.toLowerCase()) && seen.add(hint.toLowerCase()) !== undefined)
    .slice(0, mostHints);
}
