import type { ScopedTransaction } from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import { AppError } from '../../lib/app-error';
import { configOf, findAgent, findBranch, findVersion } from '../agents/get-agent';
import { changeConfig, isSameConfig } from '../agents/rules';
import { versionGraphOf } from './list-branches';
import { type FieldConflict, mergeDocuments, type Side } from './merge-documents';

export interface MergeChoices {
  /** Take the source's value wherever both changed the same thing. */
  readonly force?: boolean | undefined;
  /** Path (`conversationConfig.agent.prompt.prompt`) to the side whose value is taken. */
  readonly resolutions?: Readonly<Record<string, Side>> | undefined;
}

export interface MergeInput extends MergeChoices {
  readonly agentId: string;
  readonly sourceBranchId: string;
  readonly targetBranchId: string;
}

/** What a merge of two branches would give; changes nothing. */
export async function prepareMerge(db: ScopedTransaction, input: MergeInput) {
  if (input.sourceBranchId === input.targetBranchId) throw new AppError('bad_request', 'A branch cannot be merged into itself.');
  const agent = await findAgent(db, input.agentId);
  const source = await findBranch(db, agent, input.sourceBranchId);
  const target = await findBranch(db, agent, input.targetBranchId);
  const sourceVersion = await findVersion(db, agent, { branchId: source.id });
  const targetVersion = await findVersion(db, agent, { branchId: target.id });
  const graph = await versionGraphOf(db, agent.id);
  const baseId = graph.commonAncestor(sourceVersion.id, targetVersion.id);
  const base = baseId === undefined ? undefined : await findVersion(db, agent, { versionId: baseId });
  const documents = { base: base === undefined ? {} : plain(configOf(base)), source: plain(configOf(sourceVersion)), target: plain(configOf(targetVersion)) };
  const { merged, conflicts, overridden } = mergeDocuments(documents.base, documents.source, documents.target, chooser(input));
  return {
    agent,
    source,
    target,
    sourceVersion,
    targetVersion,
    config: changeConfig(undefined, merged),
    name: base !== undefined && sourceVersion.name !== base.name && targetVersion.name === base.name ? sourceVersion.name : targetVersion.name,
    conflicts,
    overridden,
    isSourceIdenticalToTarget: isSameConfig(configOf(sourceVersion), configOf(targetVersion)),
    /** Nothing was committed to the source since the two parted. */
    isNothingNew: baseId === sourceVersion.id,
    /** Nothing was committed to the target since. */
    isUpToDate: baseId === targetVersion.id,
  };
}

export function conflictError(conflicts: readonly FieldConflict[]): AppError {
  const shown = conflicts.slice(0, 10).map(({ path }) => path.join('.'));
  const more = conflicts.length > shown.length ? ` and ${conflicts.length - shown.length} more` : '';
  return new AppError('conflict', `Both branches changed ${shown.join(', ')}${more}. Choose a side for each, or merge with force.`);
}

function chooser({ force, resolutions }: MergeChoices): (path: readonly string[]) => Side | undefined {
  return (path) => resolutions?.[path.join('.')] ?? (force === true ? 'source' : undefined);
}

/** As JSON has it: an undefined member and a missing one are the same. */
function plain(config: AgentConfig): unknown {
  return JSON.parse(JSON.stringify(config));
}
