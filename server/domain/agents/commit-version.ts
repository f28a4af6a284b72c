import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import { AppError } from '../../lib/app-error';
import { referencesIn } from '../references';
import { listedColumns } from './rules';
import { saveVersion, type VersionOrigin } from './save-version';

export interface Commit {
  readonly agent: { readonly id: string; readonly name: string };
  readonly branch: BranchToChange;
  /** The newest version, on which this one builds. */
  readonly parentVersionId: string;
  readonly name: string;
  readonly config: AgentConfig;
  readonly description: string;
  readonly origin?: VersionOrigin;
}

interface BranchToChange {
  readonly id: string;
  readonly isMain: boolean;
  readonly versionNumber: number;
}

/** Puts a new version on top of a branch. Throws `conflict` when someone else has done so since the branch was read. */
export async function commitVersion(db: ScopedTransaction, scope: WorkspaceScope, commit: Commit): Promise<{ id: string; number: number }> {
  const { agent, branch, name, config, description, parentVersionId } = commit;
  const number = branch.versionNumber + 1;
  // Whoever else committed since we looked has raised the number: then nothing matches, and nothing is lost.
  const { count } = await db.agentBranch.updateMany({
    where: { id: branch.id, versionNumber: branch.versionNumber },
    data: { versionNumber: number, committedAt: new Date(), referencedIds: referencesIn(config) },
  });
  if (count === 0) throw changedMeanwhile();
  if (branch.isMain) await db.agent.update({ where: { id: agent.id }, data: { name, versionNumber: number, ...listedColumns(config) } });
  const id = await saveVersion(db, scope, { agentId: agent.id, branchId: branch.id, number, name, config, description, parentVersionId, ...commit.origin });
  if (branch.isMain) await applyRetention(scope, agent.id, config);
  return { id, number };
}

/** Where the agent asks for it, conversations of before go by its new retention too. */
async function applyRetention(scope: WorkspaceScope, agentId: string, { platformSettings: { privacy } }: AgentConfig): Promise<void> {
  const { applyToExistingConversations, retentionDays, deleteTranscriptAndPii, deleteAudio } = privacy;
  if (!applyToExistingConversations || retentionDays < 0) return;
  await scope.retention.shorten({ days: retentionDays, transcripts: deleteTranscriptAndPii, audio: deleteAudio, agentId });
}

/** Throws `forbidden` or `conflict` when this actor may not, or nobody can, change the branch. */
export function checkWritable(scope: WorkspaceScope, branch: { readonly protection: string; readonly archivedAt: Date | null; readonly name: string }): void {
  if (branch.archivedAt !== null) throw new AppError('conflict', `The branch “${branch.name}” is archived.`);
  if (branch.protection === 'admin_perms_required') scope.may('agents:admin');
}

export function changedMeanwhile(): AppError {
  return new AppError('conflict', 'The agent was changed by someone else in the meantime. Load it again, then repeat the change.');
}
