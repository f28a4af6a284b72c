import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { referencesIn } from '../references';
import { isTaken } from '../unique';
import { type EnvironmentVariableView, toVariableView } from './list-environment-variables';
import { checkedLabel, checkedValues, type VariableType } from './rules';

/** Throws `invalid_input`, `not_found` for a secret or connection that does not exist, `conflict` for a label in use. */
export async function createEnvironmentVariable(
  scope: WorkspaceScope,
  input: { readonly label: string; readonly type: VariableType; readonly values: Readonly<Record<string, string>> },
): Promise<EnvironmentVariableView> {
  scope.may('tools:write');
  const label = checkedLabel(input.label);
  try {
    return await scope.db.$transaction(async (db) => {
      const values = await checkedValues(db, input.type, input.values);
      const row = await db.environmentVariable.create({
        data: {
          id: newId('environmentVariable'),
          workspaceId: scope.workspaceId,
          label,
          type: input.type,
          values,
          referencedIds: input.type === 'string' ? [] : referencesIn(values),
          createdBy: scope.actor.id,
        },
      });
      await noteChange(db, scope, {
        action: 'environment-variable.created',
        targetKind: 'environment-variable',
        targetId: row.id,
        after: { label, type: input.type, environments: Object.keys(values) },
      });
      return toVariableView(row);
    });
  } catch (error) {
    throw isTaken(error) ? new AppError('conflict', `There is an environment variable ${label} already.`) : error;
  }
}
