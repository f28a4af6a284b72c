import type { WorkspaceScope } from '../../auth/scope';
import { type Dependent, dependentAgents, dependentMcpServers, dependentTools, type PageInput, referencesTo } from '../dependents';
import { literally } from '../like';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';

export interface SecretView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly usedBy: {
    readonly tools: Page<Dependent>;
    readonly agents: Page<Dependent>;
    readonly mcpServers: Page<Dependent>;
  };
}

export interface ListSecretsInput extends PageInput {
  readonly search?: string | undefined;
  /** How many users of each kind are named. */
  readonly dependencyLimit?: number | undefined;
}

/** Secrets by name, never their values, with what uses them. */
export async function listSecrets(scope: WorkspaceScope, input: ListSecretsInput = {}): Promise<Page<SecretView>> {
  scope.may('secrets:read');
  const size = pageSizeOf(input.pageSize);
  const search = input.search?.trim() ?? '';
  const rows = await scope.db.secret.findMany({
    where: {
      ...(search === '' ? {} : { name: { contains: literally(search), mode: 'insensitive' as const } }),
      ...rowsAfter('name', 'asc', readCursor(input.cursor, 'text'), false),
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: size + 1,
    omit: { sealed: true },
  });
  const page = cutPage(
    rows,
    size,
    (row) => ({ value: row.name, id: row.id }),
    (row) => row,
  );
  return { items: await Promise.all(page.items.map((row) => withUsers(scope, row, input.dependencyLimit ?? 30))), nextCursor: page.nextCursor };
}

export async function withUsers(
  scope: WorkspaceScope,
  row: { readonly id: string; readonly name: string; readonly createdAt: Date; readonly updatedAt: Date },
  limit: number,
): Promise<SecretView> {
  const references = await referencesTo(scope, row.id);
  const page = { pageSize: limit };
  const [tools, agents, mcpServers] = await Promise.all([
    dependentTools(scope, references, page),
    dependentAgents(scope, references, page),
    dependentMcpServers(scope, references, page),
  ]);
  return { id: row.id, name: row.name, createdAt: row.createdAt, updatedAt: row.updatedAt, usedBy: { tools, agents, mcpServers } };
}
