import type { WorkspaceScope } from '../../auth/scope';

export interface CredentialView {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  /** Settings that are not secret. */
  readonly settings: Readonly<Record<string, string>>;
  /** Last characters of each secret. */
  readonly hints: Readonly<Record<string, string>>;
  readonly updatedAt: Date;
  readonly lastCheck: { readonly at: Date; readonly ok: boolean; readonly message: string } | null;
}

/** What the workspace has stored for providers, secrets masked. */
export async function listCredentials(scope: WorkspaceScope): Promise<readonly CredentialView[]> {
  scope.may('credentials:read');
  const rows = await scope.db.providerCredential.findMany({ orderBy: { provider: 'asc' }, omit: { sealed: true } });
  return rows.map(toCredentialView);
}

export function toCredentialView(row: {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  readonly settings: unknown;
  readonly hints: unknown;
  readonly updatedAt: Date;
  readonly lastCheckAt: Date | null;
  readonly lastCheckOk: boolean | null;
  readonly lastCheckMsg: string | null;
}): CredentialView {
  return {
    id: row.id,
    provider: row.provider,
    name: row.name,
    settings: row.settings as Record<string, string>,
    hints: row.hints as Record<string, string>,
    updatedAt: row.updatedAt,
    lastCheck: row.lastCheckAt === null ? null : { at: row.lastCheckAt, ok: row.lastCheckOk === true, message: row.lastCheckMsg ?? '' },
  };
}
