import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import type { PageInput } from '../dependents';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import type { VariableType } from './rules';

export interface EnvironmentVariableView {
  readonly id: string;
  readonly label: string;
  readonly type: VariableType;
  /** Environment → text, or the id of a secret or auth connection. */
  readonly values: Readonly<Record<string, string>>;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ListEnvironmentVariablesInput extends PageInput {
  readonly label?: string | undefined;
  /** Only those that have a value of their own there. */
  readonly environment?: string | undefined;
  readonly type?: VariableType | undefined;
}

export async function listEnvironmentVariables(scope: WorkspaceScope, input: ListEnvironmentVariablesInput = {}): Promise<Page<EnvironmentVariableView>> {
  scope.may('tools:read');
  const size = pageSizeOf(input.pageSize);
  const rows = await scope.db.environmentVariable.findMany({
    where: {
      ...(input.label === undefined ? {} : { label: input.label }),
      ...(input.type === undefined ? {} : { type: input.type }),
      ...(input.environment === undefined ? {} : { values: { path: [input.environment], string_contains: '' } }),
      ...rowsAfter('createdAt', 'desc', readCursor(input.cursor, 'time'), true),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: size + 1,
  });
  return cutPage(rows, size, (row) => ({ value: row.createdAt.getTime(), id: row.id }), toVariableView);
}

/** Throws `not_found`. */
export async function getEnvironmentVariable(scope: WorkspaceScope, input: { readonly variableId: string }): Promise<EnvironmentVariableView> {
  scope.may('tools:read');
  return toVariableView(await findVariable(scope.db, input.variableId));
}

export async function findVariable(db: ScopedTransaction, variableId: string) {
  const variable = await db.environmentVariable.findFirst({ where: { id: variableId } });
  if (variable === null) throw new AppError('not_found', `Environment variable ${variableId} was not found.`);
  return variable;
}

export function toVariableView(row: {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly values: unknown;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}): EnvironmentVariableView {
  const { id, label, createdBy, createdAt, updatedAt } = row;
  return { id, label, type: row.type as VariableType, values: row.values as Record<string, string>, createdBy, createdAt, updatedAt };
}
