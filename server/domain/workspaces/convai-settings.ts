import type { Json, WorkspaceScope } from '../../auth/scope';
import { noteChange } from '../audit-log/note-change';

/** The public API's settings of a workspace, in its own words: what was never set is absent. */
export type StoredSettings = Readonly<Record<string, unknown>>;
type Kind = 'convaiSettings' | 'dashboardSettings';

export async function readSettings(scope: WorkspaceScope, kind: Kind): Promise<StoredSettings> {
  scope.may('workspace:read');
  const workspace = await scope.db.workspace.findUniqueOrThrow({ where: { id: scope.workspaceId }, select: { convaiSettings: true, dashboardSettings: true } });
  const stored = workspace[kind];
  return typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? stored : {};
}

/** Merges: objects member by member, lists and plain values replace, null clears. */
export async function changeSettings(scope: WorkspaceScope, kind: Kind, changes: StoredSettings): Promise<StoredSettings> {
  scope.may('agents:admin');
  const before = await readSettings(scope, kind);
  const after = merged(before, changes);
  await scope.db.$transaction(async (db) => {
    await db.workspace.update({ where: { id: scope.workspaceId }, data: { [kind]: after as Json } });
    await noteChange(db, scope, {
      action: 'workspace.settings-updated',
      targetKind: 'workspace',
      targetId: scope.workspaceId,
      after: { members: Object.keys(changes) },
    });
  });
  return after;
}

function merged(before: StoredSettings, changes: StoredSettings): StoredSettings {
  const result: Record<string, unknown> = { ...before };
  for (const [name, change] of Object.entries(changes)) {
    if (name === '__proto__' || change === undefined) continue;
    const old = result[name];
    if (change === null) delete result[name];
    else result[name] = isObject(old) && isObject(change) ? merged(old, change) : change;
  }
  return result;
}

function isObject(value: unknown): value is StoredSettings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
