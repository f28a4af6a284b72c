import type { WorkspaceScope } from '../../auth/scope';
import { actorNames } from '../actor-names';

export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Keys of the workspace, newest first, revoked ones among them. */
export async function listApiKeys(scope: WorkspaceScope): Promise<readonly ApiKeyView[]> {
  scope.may('api-keys:read');
  const rows = await scope.db.apiKey.findMany({ orderBy: { createdAt: 'desc' }, take: 500, omit: { keyHash: true, workspaceId: true } });
  const nameOf = await actorNames(
    scope,
    rows.map((row) => row.createdBy),
  );
  return rows.map(({ createdBy, ...row }) => ({ ...row, createdByName: nameOf(createdBy) }));
}
