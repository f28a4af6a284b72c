import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { type AgentConfig, parseAgentConfig } from '../../contracts/agent-config';
import { AppError } from '../../lib/app-error';
import { actorNames } from '../actor-names';
import type { AgentView } from './agent-views';

export interface GetAgentInput {
  readonly agentId: string;
  /** A stored version instead of the newest. */
  readonly versionNumber?: number | undefined;
  readonly versionId?: string | undefined;
}

/** The agent with one of its versions. Throws `not_found`. */
export async function getAgent(scope: WorkspaceScope, input: GetAgentInput): Promise<AgentView> {
  scope.may('agents:read');
  const agent = await findAgent(scope.db, input.agentId);
  const version = await findVersion(scope.db, agent, input);
  const nameOf = await actorNames(scope, [agent.createdBy, version.createdBy]);
  return {
    id: agent.id,
    name: agent.name,
    tags: agent.tags,
    isArchived: agent.archivedAt !== null,
    createdAt: agent.createdAt,
    updatedAt: agent.updatedAt,
    createdByName: nameOf(agent.createdBy),
    versionNumber: agent.versionNumber,
    version: {
      id: version.id,
      number: version.number,
      name: version.name,
      description: version.description,
      createdAt: version.createdAt,
      createdByName: nameOf(version.createdBy),
      config: configOf(version),
    },
  };
}

export async function findAgent(db: ScopedTransaction, agentId: string) {
  const agent = await db.agent.findFirst({ where: { id: agentId, deletedAt: null } });
  if (agent === null) throw new AppError('not_found', `Agent ${agentId} was not found.`);
  return agent;
}

export async function findVersion(
  db: ScopedTransaction,
  agent: { readonly id: string; readonly versionNumber: number },
  which: { readonly versionNumber?: number | undefined; readonly versionId?: string | undefined } = {},
) {
  const version = await db.agentVersion.findFirst({
    where: {
      agentId: agent.id,
      ...(which.versionId === undefined ? { number: which.versionNumber ?? agent.versionNumber } : { id: which.versionId }),
    },
  });
  if (version === null) throw new AppError('not_found', 'This version of the agent was not found.');
  return version;
}

/** The stored document with the defaults of members that are newer than it. */
export function configOf(version: { readonly config: unknown }): AgentConfig {
  return parseAgentConfig(version.config);
}
