import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import type { AuthType } from '../../contracts/auth-connection';
import { AppError } from '../../lib/app-error';
import { type Dependent, dependentMcpServers, dependentTools, referencesTo } from '../dependents';

export interface AuthConnectionView {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly authType: AuthType;
  /** What is not secret. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly status: 'active' | 'credential_invalid';
  readonly statusDetail: string | null;
  readonly statusUpdatedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly usedBy: { readonly tools: readonly Dependent[]; readonly mcpServers: readonly Dependent[] };
}

type Row = Omit<AuthConnectionView, 'authType' | 'settings' | 'status' | 'usedBy'> & {
  readonly authType: string;
  readonly settings: unknown;
  readonly status: string;
};

/** All of the workspace's connections by name, without their secrets. */
export async function listAuthConnections(scope: WorkspaceScope): Promise<readonly AuthConnectionView[]> {
  scope.may('secrets:read');
  const rows = await scope.db.authConnection.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }], take: 500, omit: { sealed: true } });
  return Promise.all(rows.map((row) => toAuthConnectionView(scope, row)));
}

export async function findAuthConnection(db: ScopedTransaction, connectionId: string) {
  const row = await db.authConnection.findFirst({ where: { id: connectionId } });
  if (row === null) throw new AppError('not_found', `Auth connection ${connectionId} was not found.`);
  return row;
}

export async function toAuthConnectionView(scope: WorkspaceScope, row: Row): Promise<AuthConnectionView> {
  const references = await referencesTo(scope, row.id);
  const [tools, mcpServers] = await Promise.all([
    dependentTools(scope, references, { pageSize: 100 }),
    dependentMcpServers(scope, references, { pageSize: 100 }),
  ]);
  return {
    id: row.id,
    name: row.name,
    provider: row.provider,
    authType: row.authType as AuthType,
    settings: row.settings as Record<string, unknown>,
    status: row.status === 'credential_invalid' ? 'credential_invalid' : 'active',
    statusDetail: row.statusDetail,
    statusUpdatedAt: row.statusUpdatedAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    usedBy: { tools: tools.items, mcpServers: mcpServers.items },
  };
}
