import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { type Procedure, procedureSchema } from '../../contracts/agent-config';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { checkWritable } from '../agents/commit-version';
import { configOf, findAgent, findAgentVersion, findBranch, findVersion } from '../agents/get-agent';
import { findProcedureVersion } from '../agents/procedures';
import { updateAgent } from '../agents/update-agent';
import type { ProcedureListItem, ProcedureView } from './procedure-views';

export interface ProcedureBranchInput {
  readonly agentId: string;
  readonly branchId: string;
}

export interface ProcedureInput extends ProcedureBranchInput {
  readonly procedureId: string;
}

export interface ProcedureContent {
  readonly name: string;
  readonly content: string;
  readonly type: Procedure['type'];
  /** Left out: as it is. */
  readonly trigger?: string | undefined;
}

const mostProcedures = 500;

/** What a branch has, with what its next commit will change. With a version: as that one has it. Throws `not_found`. */
export async function listProcedures(
  scope: WorkspaceScope,
  input: ProcedureBranchInput & { readonly versionId?: string | undefined },
): Promise<readonly ProcedureListItem[]> {
  scope.may('agents:read');
  const { branch, version } = await findAgentVersion(scope.db, input);
  const committed = Object.values(configOf(version).procedures).map(committedView);
  const drafts = input.versionId === undefined ? await scope.db.agentProcedureDraft.findMany({ where: { branchId: branch.id } }) : [];
  const drafted = new Set(drafts.map((draft) => draft.procedureId));
  const fresh = drafts.filter((draft) => !committed.some(({ procedureId }) => procedureId === draft.procedureId)).map((draft) => draftView(draft, null));
  return [...committed, ...fresh].map((view) => ({ ...view, hasDraft: drafted.has(view.procedureId) }));
}

/** Writes a new procedure as a draft: the branch has it with its next commit. */
export async function createProcedure(
  scope: WorkspaceScope,
  input: ProcedureBranchInput & Partial<ProcedureContent> & { readonly folderParentId?: string | undefined },
): Promise<string> {
  scope.may('agents:write');
  const { branch, config } = await writableBranch(scope, input);
  const drafts = await scope.db.agentProcedureDraft.count({ where: { branchId: branch.id } });
  if (drafts + Object.keys(config.procedures).length >= mostProcedures) throw new AppError('conflict', `A branch has at most ${mostProcedures} procedures.`);
  if (input.folderParentId !== undefined) await findFolder(scope.db, branch.id, config.procedures, input.folderParentId);
  const procedureId = newId('procedure');
  await scope.db.agentProcedureDraft.create({
    data: {
      workspaceId: scope.workspaceId,
      branchId: branch.id,
      procedureId,
      name: input.name ?? 'New procedure',
      content: input.content ?? '',
      type: input.type ?? 'free_form',
      trigger: input.trigger ?? '',
      folderParentId: input.folderParentId ?? null,
    },
  });
  return procedureId;
}

/** A procedure as the branch, one of the agent's versions or one of its own versions has it. Throws `not_found`. */
export async function getProcedure(
  scope: WorkspaceScope,
  input: ProcedureInput & { readonly versionId?: string | undefined; readonly agentVersionId?: string | undefined },
): Promise<ProcedureView> {
  scope.may('agents:read');
  const { agentId, branchId, procedureId, versionId, agentVersionId } = input;
  const agent = await findAgent(scope.db, agentId);
  const branch = await findBranch(scope.db, agent, branchId);
  if (versionId !== undefined) return committedView(await findProcedureVersion(scope.db, { agentId, procedureId, versionId }));
  const version = await findVersion(scope.db, agent, agentVersionId === undefined ? { branchId: branch.id } : { versionId: agentVersionId });
  const committed = configOf(version).procedures[procedureId];
  if (committed !== undefined) return committedView(committed);
  const draft = await scope.db.agentProcedureDraft.findFirst({ where: { branchId: branch.id, procedureId } });
  if (draft === null || agentVersionId !== undefined) throw notFound();
  return draftView(draft, null);
}

/** Takes a procedure off the branch, with a commit when it was committed. Throws `not_found`. */
export async function removeProcedure(scope: WorkspaceScope, input: ProcedureInput): Promise<void> {
  scope.may('agents:write');
  const { agentId, procedureId } = input;
  const { branch, config } = await writableBranch(scope, input);
  const isCommitted = config.procedures[procedureId] !== undefined;
  const { count } = await scope.db.agentProcedureDraft.deleteMany({ where: { branchId: branch.id, procedureId } });
  if (!isCommitted && count === 0) throw notFound();
  if (isCommitted)
    await updateAgent(scope, {
      agentId,
      branchId: branch.id,
      procedures: { [procedureId]: null },
      description: `Removed the procedure ${config.procedures[procedureId]?.name ?? ''}`.trim(),
    });
}

/** The draft of a procedure; without one, what is committed, from which a draft would begin. Throws `not_found`. */
export async function getProcedureDraft(scope: WorkspaceScope, input: ProcedureInput): Promise<ProcedureView> {
  scope.may('agents:read');
  const branch = await findBranch(scope.db, await findAgent(scope.db, input.agentId), input.branchId);
  const draft = await scope.db.agentProcedureDraft.findFirst({ where: { branchId: branch.id, procedureId: input.procedureId } });
  return draft === null ? getProcedure(scope, input) : draftView(draft, null);
}

export async function writeProcedureDraft(scope: WorkspaceScope, input: ProcedureInput & ProcedureContent): Promise<ProcedureView> {
  scope.may('agents:write');
  const { procedureId, name, content, type } = input;
  const before = await getProcedureDraft(scope, input);
  const { branch } = await writableBranch(scope, input);
  const key = { workspaceId: scope.workspaceId, branchId: branch.id, procedureId };
  const written = { name, content, type, trigger: input.trigger ?? before.trigger, folderParentId: before.folderParentId };
  const draft = await scope.db.agentProcedureDraft.upsert({
    where: { workspaceId_branchId_procedureId: key },
    create: { ...key, ...written },
    update: written,
  });
  return draftView(draft, before.versionId);
}

/** Throws what was not committed of a procedure away. Throws `not_found` when the branch does not have it. */
export async function deleteProcedureDraft(scope: WorkspaceScope, input: ProcedureInput): Promise<void> {
  scope.may('agents:write');
  await getProcedureDraft(scope, input);
  await scope.db.agentProcedureDraft.deleteMany({ where: { branchId: input.branchId, procedureId: input.procedureId } });
}

async function writableBranch(scope: WorkspaceScope, input: ProcedureBranchInput) {
  const { branch, version } = await findAgentVersion(scope.db, { agentId: input.agentId, branchId: input.branchId });
  checkWritable(scope, branch);
  return { branch, config: configOf(version) };
}

async function findFolder(db: ScopedTransaction, branchId: string, committed: Readonly<Record<string, Procedure>>, folderId: string): Promise<void> {
  const draft = await db.agentProcedureDraft.findFirst({ where: { branchId, procedureId: folderId } });
  const type = draft?.type ?? committed[folderId]?.type;
  if (type === undefined) throw new AppError('not_found', 'The folder was not found on this branch.');
  if (type !== 'folder') throw new AppError('bad_request', 'A procedure can be put into a folder only.');
}

function committedView({ procedureId, versionId, name, type, content, trigger, folderParentId }: Procedure): ProcedureView {
  return { procedureId, versionId, name, type, content, trigger, folderParentId: folderParentId ?? null };
}

function draftView(
  draft: {
    readonly procedureId: string;
    readonly name: string;
    readonly type: string;
    readonly content: string;
    readonly trigger: string;
    readonly folderParentId: string | null;
  },
  versionId: string | null,
): ProcedureView {
  return { ...committedView(procedureSchema.parse({ ...draft, versionId: '' })), versionId };
}

function notFound(): AppError {
  return new AppError('not_found', 'This procedure was not found on the branch.');
}
