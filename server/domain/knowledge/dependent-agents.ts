import type { WorkspaceScope } from '../../auth/scope';
import { parseStoredAgentConfig } from '../../contracts/agent-config';
import type { DependentAgent, DependentBranch } from './document-views';

export type Dependence = 'direct' | 'transitive' | 'all';

interface Use {
  readonly agent: DependentAgent;
  readonly branch: DependentBranch;
}

/** Which agents use which of these documents, in the newest version of any branch that is not archived. */
export async function agentsUsing(scope: WorkspaceScope, documentIds: readonly string[]): Promise<ReadonlyMap<string, readonly DependentAgent[]>> {
  const uses = await usesOf(scope, documentIds);
  return new Map([...uses].map(([id, found]) => [id, distinct(found.map(({ agent }) => agent))]));
}

export interface Dependents {
  readonly agents: readonly DependentAgent[];
  readonly branches: readonly DependentBranch[];
}

/** Agents that name one of the documents themselves, that reach it through a folder they use, or both. */
export async function dependentAgents(scope: WorkspaceScope, documentIds: readonly string[], dependence: Dependence): Promise<Dependents> {
  scope.may('knowledge:read');
  const above = dependence === 'direct' ? [] : await foldersAbove(scope, documentIds);
  const uses = [...(await usesOf(scope, [...(dependence === 'transitive' ? [] : documentIds), ...above])).values()].flat();
  return {
    agents: distinct(uses.map(({ agent }) => agent)).sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id)),
    branches: [...new Map(uses.map(({ branch }) => [branch.branchId, branch])).values()],
  };
}

async function usesOf(scope: WorkspaceScope, documentIds: readonly string[]): Promise<ReadonlyMap<string, readonly Use[]>> {
  if (documentIds.length === 0) return new Map();
  const place = ['conversationConfig', 'agent', 'prompt', 'knowledgeBase'];
  const versions = await scope.db.agentVersion.findMany({
    where: {
      agent: { deletedAt: null },
      branch: { archivedAt: null },
      OR: documentIds.map((id) => ({ config: { path: place, array_contains: [{ id }] } })),
    },
    select: {
      number: true,
      config: true,
      agent: { select: { id: true, name: true, createdAt: true } },
      branch: { select: { id: true, name: true, isMain: true, versionNumber: true } },
    },
  });
  const wanted = new Set(documentIds);
  const uses = new Map<string, Use[]>();
  for (const { number, config, agent, branch } of versions) {
    if (number !== branch.versionNumber) continue;
    const use = { agent, branch: { agentId: agent.id, agentName: agent.name, branchId: branch.id, branchName: branch.name, isMain: branch.isMain } };
    for (const id of new Set(knowledgeOf(config).filter((used) => wanted.has(used)))) uses.set(id, [...(uses.get(id) ?? []), use]);
  }
  return uses;
}

function distinct(agents: readonly DependentAgent[]): DependentAgent[] {
  return [...new Map(agents.map((agent) => [agent.id, agent])).values()];
}

async function foldersAbove(scope: WorkspaceScope, documentIds: readonly string[]): Promise<string[]> {
  const rows = await scope.db.knowledgeDocument.findMany({
    where: { OR: [{ kind: 'folder' }, { id: { in: [...documentIds] } }] },
    select: { id: true, parentId: true },
  });
  const parentOf = new Map(rows.map(({ id, parentId }) => [id, parentId]));
  const above = new Set<string>();
  for (const id of documentIds) for (let folder = parentOf.get(id); folder && !above.has(folder); folder = parentOf.get(folder)) above.add(folder);
  return [...above];
}

function knowledgeOf(config: unknown): string[] {
  return parseStoredAgentConfig(config).conversationConfig.agent.prompt.knowledgeBase.map(({ id }) => id);
}
