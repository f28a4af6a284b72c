import type { ScopedTransaction } from '../../auth/scope';
import { type AgentConfig, type Procedure, procedureSchema } from '../../contracts/agent-config';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';

/** Procedure id to the version that the branch is to have, or null to take it off. */
export type ProcedurePins = Readonly<Record<string, { readonly versionId: string } | null>>;

export interface PendingProcedures {
  readonly agentId: string;
  readonly branchId: string;
  readonly config: AgentConfig;
  readonly pins?: ProcedurePins | undefined;
}

/** The document as it is with the next commit: what was written into drafts of the branch's procedures, and what the caller pins. */
export async function withPendingProcedures(db: ScopedTransaction, { agentId, branchId, config, pins }: PendingProcedures): Promise<AgentConfig> {
  const drafts = await db.agentProcedureDraft.findMany({ where: { branchId } });
  if (drafts.length === 0 && pins === undefined) return config;
  const procedures: Record<string, Procedure> = { ...config.procedures };
  for (const draft of drafts) {
    const { procedureId, name, content, type, trigger, folderParentId } = draft;
    const next = procedureSchema.parse({ procedureId, versionId: '', name, content, type, trigger, folderParentId });
    const before = procedures[procedureId];
    if (before === undefined || !isSameProcedure(before, next)) procedures[procedureId] = { ...next, versionId: newId('procedureVersion') };
  }
  for (const [procedureId, pin] of Object.entries(pins ?? {})) {
    if (pin === null) delete procedures[procedureId];
    else if (procedures[procedureId]?.versionId !== pin.versionId)
      procedures[procedureId] = await findProcedureVersion(db, { agentId, procedureId, versionId: pin.versionId });
  }
  return { ...config, procedures };
}

/** A procedure as any version of the agent had it. Throws `not_found`. */
export async function findProcedureVersion(
  db: ScopedTransaction,
  { agentId, procedureId, versionId }: { readonly agentId: string; readonly procedureId: string; readonly versionId: string },
): Promise<Procedure> {
  const version = await db.agentVersion.findFirst({
    where: { agentId, config: { path: ['procedures', procedureId, 'versionId'], equals: versionId } },
    select: { config: true },
  });
  const procedure = (version?.config as { procedures?: Record<string, unknown> } | undefined)?.procedures?.[procedureId];
  if (procedure === undefined) throw new AppError('not_found', 'This version of the procedure was not found.');
  return procedureSchema.parse(procedure);
}

function isSameProcedure(a: Procedure, b: Procedure): boolean {
  return (
    a.name === b.name && a.content === b.content && a.type === b.type && a.trigger === b.trigger && (a.folderParentId ?? null) === (b.folderParentId ?? null)
  );
}
