import type { WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';

export interface ListView {
  readonly id: string;
  readonly name: string;
  /** Filters and columns, as they stand in the address. */
  readonly query: string;
}

const mostViews = 50;

/** The ways of looking at the list that this member has kept, by name. */
export async function listViews(scope: WorkspaceScope): Promise<readonly ListView[]> {
  scope.may('conversations:read');
  return scope.db.conversationListView.findMany({
    where: { userId: memberOf(scope) },
    orderBy: { name: 'asc' },
    select: { id: true, name: true, query: true },
  });
}

/** Keeps a view under its name, in place of one that had it. Throws `conflict` when there are too many. */
export async function saveView(scope: WorkspaceScope, { name, query }: Omit<ListView, 'id'>): Promise<ListView> {
  scope.may('conversations:read');
  const userId = memberOf(scope);
  return scope.db.$transaction(async (db) => {
    const select = { id: true, name: true, query: true };
    const known = await db.conversationListView.findFirst({ where: { userId, name }, select });
    if (known !== null) return db.conversationListView.update({ where: { id: known.id }, data: { query }, select });
    if ((await db.conversationListView.count({ where: { userId } })) >= mostViews) throw new AppError('conflict', `There can be ${mostViews} saved views.`);
    return db.conversationListView.create({
      data: { id: newId('conversationListView'), workspaceId: scope.workspaceId, userId, name, query },
      select,
    });
  });
}

/** Throws `not_found` for what is no view of this member. */
export async function deleteView(scope: WorkspaceScope, viewId: string): Promise<void> {
  scope.may('conversations:read');
  const { count } = await scope.db.conversationListView.deleteMany({ where: { id: viewId, userId: memberOf(scope) } });
  if (count === 0) throw new AppError('not_found', 'This view was not found.');
}

/** Views belong to people; a key has none. */
function memberOf({ actor }: WorkspaceScope): string {
  if (actor.kind !== 'member') throw new AppError('forbidden', 'Only members have views.');
  return actor.id;
}
