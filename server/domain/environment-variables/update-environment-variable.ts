import type { WorkspaceScope } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';
import { referencesIn } from '../references';
import { type EnvironmentVariableView, findVariable, toVariableView } from './list-environment-variables';
import { checkedValues, type VariableType } from './rules';

/** Sets values per environment; null takes one away. Throws `not_found`, `invalid_input`. */
export async function updateEnvironmentVariable(
  scope: WorkspaceScope,
  input: { readonly variableId: string; readonly values: Readonly<Record<string, string | null>> },
): Promise<EnvironmentVariableView> {
  scope.may('tools:write');
  return scope.db.$transaction(async (db) => {
    const before = toVariableView(await findVariable(db, input.variableId));
    const merged = Object.entries({ ...before.values, ...input.values }).filter((entry): entry is [string, string] => entry[1] !== null);
    const type: VariableType = before.type;
    const values = await checkedValues(db, type, Object.fromEntries(merged));
    const row = await db.environmentVariable.update({
      where: { id: before.id },
      data: { values, referencedIds: type === 'string' ? [] : referencesIn(values) },
    });
    await noteChange(db, scope, {
      action: 'environment-variable.updated',
      targetKind: 'environment-variable',
      targetId: row.id,
      before: { environments: Object.keys(before.values) },
      after: { environments: Object.keys(values) },
    });
    return toVariableView(row);
  });
}
