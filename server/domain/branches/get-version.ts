import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { findAgent } from '../agents/get-agent';
import type { VersionMetadata } from './branch-views';
import { metadataColumns, metadataOf } from './list-branches';

/** What is known of a version besides its document. Throws `not_found`. */
export async function getVersion(scope: WorkspaceScope, input: { readonly agentId: string; readonly versionId: string }): Promise<VersionMetadata> {
  scope.may('agents:read');
  const agent = await findAgent(scope.db, input.agentId);
  const row = await scope.db.agentVersion.findFirst({ where: { id: input.versionId, agentId: agent.id }, select: metadataColumns });
  const [version] = await metadataOf(scope, row === null ? [] : [row]);
  if (version === undefined) throw new AppError('not_found', 'This version of the agent was not found.');
  return version;
}
