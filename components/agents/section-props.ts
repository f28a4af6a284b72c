import type { AgentDraft } from './use-agent-draft';

export interface SectionProps {
  readonly draft: AgentDraft;
  /** The member may look but not change. */
  readonly disabled: boolean;
}
