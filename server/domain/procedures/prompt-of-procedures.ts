import type { AgentConfig } from '../../contracts/agent-config';

/** The agent's procedures as part of its prompt; empty when it has none that can be followed. */
export function promptOfProcedures(config: AgentConfig): string {
  const procedures = Object.values(config.procedures).filter(({ type, content }) => type !== 'folder' && content.trim() !== '');
  if (procedures.length === 0) return '';
  const written = procedures.map(({ procedureId, name, trigger, content }) => {
    const when = trigger.trim() === '' ? 'Only when another procedure refers to it.' : `When: ${trigger.trim()}`;
    return `## ${name} (${procedureId})\n${when}\n${content.trim()}`;
  });
  return `# Procedures\nFollow the one whose condition is met, step by step.\n\n${written.join('\n\n')}`;
}
