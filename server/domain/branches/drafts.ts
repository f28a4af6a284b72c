import type { Json, WorkspaceScope } from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import { AppError } from '../../lib/app-error';
import type { AgentView } from '../agents/agent-views';
import { configOf, findAgent, findAgentVersion, findBranch } from '../agents/get-agent';
import { changeConfig, checkedName, checkedTags } from '../agents/rules';
import { updateAgent } from '../agents/update-agent';

export interface DraftInput {
  readonly agentId: string;
  /** Another branch than the main one. */
  readonly branchId?: string | undefined;
}

export interface SaveDraftInput extends DraftInput {
  readonly name: string;
  readonly tags?: readonly string[] | undefined;
  /** Number of the version it departs from; absent: the newest. */
  readonly baseVersion?: number | undefined;
  /** Whole sections of the document; a section that is left out is as in the newest version. */
  readonly config: Readonly<Record<string, unknown>>;
}

export interface DraftView {
  readonly branchId: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly config: AgentConfig;
  /** The version it departs from. */
  readonly base: { readonly versionNumber: number; readonly name: string; readonly config: AgentConfig };
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Someone committed to the branch since it was written. */
  readonly isBehindTip: boolean;
}

/** Keeps what one person has changed on a branch, without making it live. Throws `not_found`, `invalid_input`. */
export async function saveDraft(scope: WorkspaceScope, input: SaveDraftInput): Promise<void> {
  scope.may('agents:write');
  const { agent, branch, version } = await findAgentVersion(scope.db, input);
  const config = changeConfig(undefined, { ...configOf(version), ...input.config });
  const base = input.baseVersion === undefined ? version : (await findAgentVersion(scope.db, { ...input, versionNumber: input.baseVersion })).version;
  const draft = { name: checkedName(input.name), tags: checkedTags(input.tags ?? agent.tags), config: config as Json, baseVersionId: base.id };
  const key = { workspaceId: scope.workspaceId, branchId: branch.id, personId: scope.actor.id };
  await scope.db.agentDraft.upsert({ where: { workspaceId_branchId_personId: key }, create: { ...key, ...draft }, update: draft });
}

/** One's own draft on a branch, or null. */
export async function getDraft(scope: WorkspaceScope, input: DraftInput): Promise<DraftView | null> {
  scope.may('agents:read');
  const { branch, version } = await findAgentVersion(scope.db, input);
  const draft = await scope.db.agentDraft.findFirst({ where: { branchId: branch.id, personId: scope.actor.id } });
  if (draft === null) return null;
  const { name, tags, createdAt, updatedAt, baseVersionId } = draft;
  const { version: base } = await findAgentVersion(scope.db, { ...input, versionId: baseVersionId });
  return {
    branchId: branch.id,
    name,
    tags,
    config: configOf(draft),
    base: { versionNumber: base.number, name: base.name, config: configOf(base) },
    createdAt,
    updatedAt,
    isBehindTip: baseVersionId !== version.id,
  };
}

/** Throws one's own draft away. Without one, nothing happens. */
export async function deleteDraft(scope: WorkspaceScope, input: DraftInput): Promise<void> {
  scope.may('agents:write');
  const branch = await findBranch(scope.db, await findAgent(scope.db, input.agentId), input.branchId);
  await scope.db.agentDraft.deleteMany({ where: { branchId: branch.id, personId: scope.actor.id } });
}

/** Commits one's own draft. Throws `not_found` without one, `conflict` when the branch has gone on since. */
export async function publishDraft(scope: WorkspaceScope, input: DraftInput & { readonly description?: string | undefined }): Promise<AgentView> {
  scope.may('agents:write');
  const { branch, version } = await findAgentVersion(scope.db, input);
  const draft = await scope.db.agentDraft.findFirst({ where: { branchId: branch.id, personId: scope.actor.id } });
  if (draft === null) throw new AppError('not_found', 'There is no draft on this branch.');
  if (draft.baseVersionId !== version.id)
    throw new AppError('conflict', 'The branch was changed since this draft was begun. Load it again, then repeat the change.');
  const { agentId, branchId, description } = input;
  const view = await updateAgent(scope, {
    agentId,
    branchId,
    name: draft.name,
    tags: draft.tags,
    replacement: configOf(draft),
    baseVersion: version.number,
    description,
  });
  // A draft that changed nothing makes no version, and with it no commit that would take it away.
  await deleteDraft(scope, input);
  return view;
}
