import type { WorkspaceScope } from '../../auth/scope';
import { type Dependent, dependentAgents, type DependentBranch, dependentBranches, type PageInput } from '../dependents';
import type { Page } from '../pagination';
import { findTool } from './get-tool';

/** Agents that name the tool, and on which of their branches. Throws `not_found`. */
export async function listToolAgents(
  scope: WorkspaceScope,
  input: PageInput & { readonly toolId: string },
): Promise<{ readonly agents: Page<Dependent>; readonly branches: readonly DependentBranch[] }> {
  scope.may('tools:read');
  await findTool(scope.db, input.toolId);
  const agents = await dependentAgents(scope, [input.toolId], input);
  const branches = await dependentBranches(
    scope,
    [input.toolId],
    agents.items.map(({ id }) => id),
  );
  return { agents, branches };
}
