import type { AgentConfig } from '../../contracts/agent-config';
import { type MaskedKind, maskedKinds } from '../../contracts/masking';
import type { WorkspacePrivacy } from '../../contracts/privacy';

const dayMs = 86_400_000;

export interface PrivacyInForce {
  readonly mayRecord: boolean;
  readonly keepsNothing: boolean;
  readonly masks: readonly MaskedKind[];
  /** Days until the transcript goes, null: it stays. */
  readonly transcriptDays: number | null;
  readonly audioDays: number | null;
}

type AgentPrivacy = AgentConfig['platformSettings']['privacy'];

/** Of what the agent and its workspace ask for, whatever keeps less. */
export function privacyInForce(agent: AgentPrivacy, workspace: WorkspacePrivacy): PrivacyInForce {
  const keepsNothing = agent.zeroRetentionMode || workspace.keepsNothing;
  const redaction = agent.conversationHistoryRedaction;
  return {
    keepsNothing,
    mayRecord: agent.recordVoice && !keepsNothing && !workspace.forbidsRecording,
    masks: maskedKinds.filter((kind) => workspace.masks.includes(kind) || (redaction.enabled && asksFor(redaction.entities, kind))),
    transcriptDays: fewest(agent.deleteTranscriptAndPii ? agent.retentionDays : -1, workspace.deletesTranscripts ? workspace.retentionDays : -1),
    audioDays: fewest(agent.deleteAudio ? agent.retentionDays : -1, workspace.deletesAudio ? workspace.retentionDays : -1),
  };
}

/** When a conversation's parts are to be erased. */
export function dueDates({ transcriptDays, audioDays }: PrivacyInForce, startedAt: Date): { transcriptDueAt: Date | null; audioDueAt: Date | null } {
  const after = (days: number | null) => (days === null ? null : new Date(startedAt.getTime() + days * dayMs));
  return { transcriptDueAt: after(transcriptDays), audioDueAt: after(audioDays) };
}

function fewest(...days: readonly number[]): number | null {
  const set = days.filter((count) => count >= 0);
  return set.length === 0 ? null : Math.min(...set);
}

/** The public API's names of kinds of personal data (`email_address`, `credit_card_number`, …) by the words in them; none named: all. */
function asksFor(entities: readonly string[], kind: MaskedKind): boolean {
  if (entities.length === 0) return true;
  return entities.some((name) => wordsOf[kind].some((word) => name.toLowerCase().includes(word)));
}

const wordsOf: Readonly<Record<MaskedKind, readonly string[]>> = {
  email: ['email', 'contact'],
  phone: ['phone', 'contact', 'fax'],
  card: ['card', 'payment', 'financial', 'cvv'],
  iban: ['iban', 'bank', 'account', 'financial'],
  ip: ['ip_address', 'ipv4', 'ipv6', 'device'],
  id: ['ssn', 'social', 'passport', 'licen', 'national', 'government', 'tax', 'id_'],
};
