import type { ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { noteChange } from '../audit-log/note-change';
import { findConversation } from '../conversations/get-conversation';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';

export interface TagView {
  readonly id: string;
  readonly workspaceId: string;
  readonly title: string;
  readonly description: string;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export interface TagInput {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

const longestTitle = 120;
const longestDescription = 1000;
const mostTags = 500;

/** Tags of the workspace, newest first. */
export async function listTags(
  scope: WorkspaceScope,
  input: { readonly cursor?: string | undefined; readonly pageSize?: number | undefined } = {},
): Promise<Page<TagView>> {
  scope.may('conversations:read');
  const size = pageSizeOf(input.pageSize);
  const rows = await scope.db.conversationTag.findMany({
    where: rowsAfter('createdAt', 'desc', readCursor(input.cursor, 'time'), true),
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: size + 1,
  });
  return cutPage(
    rows,
    size,
    (row) => ({ value: row.createdAt.getTime(), id: row.id }),
    (row) => row,
  );
}

/** All of them, by title. */
export async function allTags(scope: WorkspaceScope): Promise<readonly TagView[]> {
  scope.may('conversations:read');
  return scope.db.conversationTag.findMany({ orderBy: [{ title: 'asc' }, { id: 'asc' }], take: mostTags });
}

/** Throws `not_found`. */
export async function getTag(scope: WorkspaceScope, tagId: string): Promise<TagView> {
  scope.may('conversations:read');
  return findTag(scope.db, tagId);
}

/** Throws `invalid_input`, and `conflict` when the workspace has as many as it may. */
export async function createTag(scope: WorkspaceScope, input: TagInput & { readonly title: string }): Promise<TagView> {
  scope.may('conversations:write');
  const id = newId('conversationTag');
  const { title = '', description = '' } = checked(input);
  return scope.db.$transaction(async (db) => {
    if ((await db.conversationTag.count()) >= mostTags) throw new AppError('conflict', `A workspace has at most ${mostTags} tags.`);
    const tag = await db.conversationTag.create({ data: { id, workspaceId: scope.workspaceId, title, description, createdBy: scope.actor.id } });
    await noteChange(db, scope, { action: 'conversation-tag.created', targetKind: 'conversation-tag', targetId: id, after: { title } });
    return tag;
  });
}

/** Throws `not_found`, `invalid_input`. */
export async function updateTag(scope: WorkspaceScope, input: TagInput & { readonly tagId: string }): Promise<TagView> {
  scope.may('conversations:write');
  const changes = checked(input);
  return scope.db.$transaction(async (db) => {
    const before = await findTag(db, input.tagId);
    const after = await db.conversationTag.update({ where: { id: before.id }, data: changes });
    await noteChange(db, scope, {
      action: 'conversation-tag.updated',
      targetKind: 'conversation-tag',
      targetId: before.id,
      before: { title: before.title },
      after: { title: after.title },
    });
    return after;
  });
}

/** Takes it off every conversation as well. Throws `not_found`. */
export async function deleteTag(scope: WorkspaceScope, tagId: string): Promise<void> {
  scope.may('conversations:write');
  await scope.db.$transaction(async (db) => {
    const tag = await findTag(db, tagId);
    await db.conversationTag.delete({ where: { id: tag.id } });
    await noteChange(db, scope, { action: 'conversation-tag.deleted', targetKind: 'conversation-tag', targetId: tag.id, before: { title: tag.title } });
  });
}

/** Puts tags on a conversation; those it has stay. Throws `not_found`. */
export async function assignTags(scope: WorkspaceScope, input: { readonly conversationId: string; readonly tagIds: readonly string[] }): Promise<void> {
  scope.may('conversations:write');
  const tagIds = [...new Set(input.tagIds)];
  await scope.db.$transaction(async (db) => {
    const { id: conversationId } = await findConversation(db, input.conversationId);
    const known = await db.conversationTag.findMany({ where: { id: { in: tagIds } }, select: { id: true } });
    const unknown = tagIds.find((id) => !known.some((tag) => tag.id === id));
    if (unknown !== undefined) throw new AppError('not_found', `Tag ${unknown} was not found.`);
    await db.taggedConversation.createMany({
      data: tagIds.map((tagId) => ({ workspaceId: scope.workspaceId, conversationId, tagId })),
      skipDuplicates: true,
    });
    await noteChange(db, scope, { action: 'conversation.tagged', targetKind: 'conversation', targetId: conversationId, after: { tagIds } });
  });
}

/** Throws `not_found`, also for a tag that is not on it. */
export async function unassignTag(scope: WorkspaceScope, input: { readonly conversationId: string; readonly tagId: string }): Promise<void> {
  scope.may('conversations:write');
  await scope.db.$transaction(async (db) => {
    const { id: conversationId } = await findConversation(db, input.conversationId);
    const { count } = await db.taggedConversation.deleteMany({ where: { conversationId, tagId: input.tagId } });
    if (count === 0) throw new AppError('not_found', 'This tag is not on the conversation.');
    await noteChange(db, scope, { action: 'conversation.untagged', targetKind: 'conversation', targetId: conversationId, before: { tagId: input.tagId } });
  });
}

async function findTag(db: ScopedTransaction, tagId: string): Promise<TagView> {
  const tag = await db.conversationTag.findFirst({ where: { id: tagId } });
  if (tag === null) throw new AppError('not_found', `Tag ${tagId} was not found.`);
  return tag;
}

function checked({ title, description }: TagInput): { title?: string; description?: string } {
  const trimmed = title?.trim();
  if (trimmed !== undefined && (trimmed === '' || trimmed.length > longestTitle))
    throw new AppError('invalid_input', `A tag has a title of 1 to ${longestTitle} characters.`, { path: ['title'] });
  if ((description?.length ?? 0) > longestDescription)
    throw new AppError('invalid_input', `A description has at most ${longestDescription} characters.`, { path: ['description'] });
  return { ...(trimmed === undefined ? {} : { title: trimmed }), ...(description === undefined ? {} : { description }) };
}
