import type { WorkspaceScope } from '../../auth/scope';
import { type Dependent, dependentAgents, type PageInput } from '../dependents';
import type { Page } from '../pagination';
import { findTool } from './get-tool';

/** Agents whose newest version names the tool. Throws `not_found`. */
export async function listToolAgents(scope: WorkspaceScope, input: PageInput & { readonly toolId: string }): Promise<Page<Dependent>> {
  scope.may('tools:read');
  await findTool(scope.db, input.toolId);
  return dependentAgents(scope, [input.toolId], input);
}
