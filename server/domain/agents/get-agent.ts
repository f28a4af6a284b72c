import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { type AgentConfig, parseStoredAgentConfig } from '../../contracts/agent-config';
import { AppError } from '../../lib/app-error';
import { actorNames } from '../actor-names';
import type { AgentView } from './agent-views';

export interface GetAgentInput {
  readonly agentId: string;
  /** A stored version instead of the newest of its branch. */
  readonly versionNumber?: number | undefined;
  readonly versionId?: string | undefined;
  /** Another branch than the main one. */
  readonly branchId?: string | undefined;
}

/** The agent with one of its versions. Throws `not_found`. */
export async function getAgent(scope: WorkspaceScope, input: GetAgentInput): Promise<AgentView> {
  scope.may('agents:read');
  const { agent, branch, version } = await findAgentVersion(scope.db, input);
  const nameOf = await actorNames(scope, [agent.createdBy, version.createdBy]);
  return {
    id: agent.id,
    name: branch.isMain ? agent.name : version.name,
    tags: agent.tags,
    isArchived: agent.archivedAt !== null,
    createdAt: agent.createdAt,
    updatedAt: branch.isMain ? agent.updatedAt : branch.committedAt,
    createdByName: nameOf(agent.createdBy),
    mainBranchId: agent.mainBranchId,
    branchId: branch.id,
    versionNumber: branch.versionNumber,
    version: {
      id: version.id,
      number: version.number,
      name: version.name,
      description: version.description,
      createdAt: version.createdAt,
      createdByName: nameOf(version.createdBy),
      branchId: branch.id,
      config: configOf(version),
    },
  };
}

/** An agent's row, one of its versions and the branch it is on. Throws `not_found`. */
export async function findAgentVersion(db: ScopedTransaction, input: GetAgentInput) {
  const agent = await findAgent(db, input.agentId);
  const version = await findVersion(db, agent, input);
  const branch = await findBranch(db, agent, version.branchId);
  return { agent, branch, version };
}

export async function findAgent(db: ScopedTransaction, agentId: string) {
  const agent = await findTalker(db, agentId);
  if (agent.kind !== 'agent') throw new AppError('not_found', `Agent ${agentId} was not found.`);
  return agent;
}

/** Whatever conversations are held with: an agent, or what stands for a speech engine. */
export async function findTalker(db: ScopedTransaction, agentId: string) {
  const agent = await db.agent.findFirst({ where: { id: agentId, deletedAt: null } });
  if (agent === null) throw new AppError('not_found', `Agent ${agentId} was not found.`);
  return agent;
}

/** A branch of this agent, archived ones too. Without an id the main one. */
export async function findBranch(db: ScopedTransaction, agent: { readonly id: string; readonly mainBranchId: string }, branchId?: string) {
  const branch = await db.agentBranch.findFirst({ where: { agentId: agent.id, id: branchId ?? agent.mainBranchId } });
  if (branch === null) throw new AppError('not_found', 'This branch of the agent was not found.');
  return branch;
}

export async function findVersion(
  db: ScopedTransaction,
  agent: { readonly id: string; readonly mainBranchId: string },
  which: Omit<GetAgentInput, 'agentId'> = {},
) {
  const version = await db.agentVersion.findFirst({ where: { agentId: agent.id, ...(await whereOf(db, agent, which)) } });
  if (version === null) throw new AppError('not_found', 'This version of the agent was not found.');
  return version;
}

async function whereOf(
  db: ScopedTransaction,
  agent: { readonly id: string; readonly mainBranchId: string },
  { versionId, versionNumber, branchId }: Omit<GetAgentInput, 'agentId'>,
) {
  if (versionId !== undefined) return { id: versionId, ...(branchId === undefined ? {} : { branchId }) };
  const branch = await findBranch(db, agent, branchId);
  return { branchId: branch.id, number: versionNumber ?? branch.versionNumber };
}

/** How many parsed documents are kept. One of a usual size takes some 20 kB. */
const keptDocuments = 1_000;
const documents = new Map<string, AgentConfig>();

/**
 * The stored document with the defaults of members that are newer than it. A version (what has an id) never changes once it was written, so
 * its document is parsed once and shared; it is frozen for that. A draft's is parsed each time.
 */
export function configOf(stored: { readonly id?: string; readonly config: unknown }): AgentConfig {
  if (stored.id === undefined) return parseStoredAgentConfig(stored.config);
  const known = documents.get(stored.id);
  documents.delete(stored.id);
  const config = known ?? deeplyFrozen(parseStoredAgentConfig(stored.config));
  documents.set(stored.id, config);
  const oldest = documents.keys().next();
  if (documents.size > keptDocuments && oldest.done !== true) documents.delete(oldest.value);
  return config;
}

function deeplyFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deeplyFrozen(member);
  }
  return value;
}
