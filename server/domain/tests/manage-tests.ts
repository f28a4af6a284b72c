import { ZodError } from 'zod';
import type { Json, ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { actorNames } from '../actor-names';
import { noteChange } from '../audit-log/note-change';
import { findConversation } from '../conversations/get-conversation';
import { asSeen } from '../privacy/as-seen';
import { literally } from '../like';
import { type Page, pageSizeOf } from '../pagination';
import { pathTo } from './folders';
import { checkTestDocument, type TestDocument, type TestType } from './test-document';
import type { FolderSegment, TestSummary, TestView } from './test-views';
import type { TranscriptItem } from '../../contracts/conversation';

export interface TestInput {
  readonly type: TestType;
  readonly name: string;
  /** In the public API's words. */
  readonly document: TestDocument;
}

const longestName = 300;
const mostTests = 5_000;

/** Throws `not_found` for the folder, `invalid_input`. */
export async function createTest(scope: WorkspaceScope, input: TestInput & { readonly folderId?: string | undefined }): Promise<string> {
  scope.may('agents:write');
  const { type, name, document } = checkedTest(input);
  const id = newId('agentTest');
  await scope.db.$transaction(async (db) => {
    if (input.folderId !== undefined) await pathTo(db, input.folderId);
    if ((await db.agentTest.count()) >= mostTests) throw new AppError('conflict', `A workspace has at most ${mostTests} tests.`);
    await db.agentTest.create({
      data: { id, workspaceId: scope.workspaceId, type, name, folderId: input.folderId ?? null, document, createdBy: scope.actor.id },
    });
    await noteChange(db, scope, { action: 'test.created', targetKind: 'test', targetId: id, after: { name, type } });
  });
  return id;
}

/** Puts a whole test in the place of another. */
export async function updateTest(scope: WorkspaceScope, input: TestInput & { readonly testId: string }): Promise<TestView> {
  scope.may('agents:write');
  const { type, name, document } = checkedTest(input);
  await scope.db.$transaction(async (db) => {
    const test = await findTest(db, input.testId);
    await db.agentTest.updateMany({ where: { id: test.id }, data: { type, name, document } });
    await noteChange(db, scope, { action: 'test.updated', targetKind: 'test', targetId: test.id, before: { name: test.name }, after: { name } });
  });
  return getTest(scope, input.testId);
}

export async function getTest(scope: WorkspaceScope, testId: string): Promise<TestView> {
  scope.may('agents:read');
  const test = await findTest(scope.db, testId);
  const [summary] = await summariesOf(scope, [test]);
  return { ...(summary as TestSummary), type: test.type as TestType, document: test.document as TestDocument };
}

export async function deleteTest(scope: WorkspaceScope, testId: string): Promise<void> {
  scope.may('agents:write');
  await scope.db.$transaction(async (db) => {
    const test = await findTest(db, testId);
    await db.agentTest.deleteMany({ where: { id: test.id } });
    await noteChange(db, scope, { action: 'test.deleted', targetKind: 'test', targetId: test.id, before: { name: test.name } });
  });
}

/** Of those that are there. */
export async function summariseTests(scope: WorkspaceScope, ids: readonly string[]): Promise<readonly TestSummary[]> {
  scope.may('agents:read');
  return summariesOf(scope, await scope.db.agentTest.findMany({ where: { id: { in: [...ids] } } }));
}

export interface ListTestsInput {
  /** Part of a name, in any case; then folders are not looked into one by one. */
  readonly search?: string | undefined;
  /** What lies directly in this folder. Absent: whatever there is, or the top when folders are listed too. */
  readonly folderId?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly withFolders?: boolean | undefined;
  readonly createdBy?: string | undefined;
  readonly sort?: 'newest' | 'folders-first' | undefined;
  readonly cursor?: string | undefined;
  readonly pageSize?: number | undefined;
}

/** Tests and, when asked for, folders: folders first, each newest first. The cursor is how many were shown. */
export async function listTests(scope: WorkspaceScope, input: ListTestsInput = {}): Promise<Page<TestSummary>> {
  scope.may('agents:read');
  const size = pageSizeOf(input.pageSize);
  const shown = offsetIn(input.cursor);
  const search = input.search?.trim() ?? '';
  const name = search === '' ? {} : { name: { contains: literally(search), mode: 'insensitive' as const } };
  const creator = input.createdBy === undefined ? {} : { createdBy: input.createdBy };
  const withFolders = input.withFolders === true || (input.types?.includes('folder') ?? false);
  const place = input.folderId ?? (withFolders && search === '' ? null : undefined);
  const testTypes = input.types?.filter((type) => type !== 'folder');
  const folderWhere = { ...name, ...creator, ...(place === undefined ? {} : { parentId: place }) };
  const testWhere = {
    ...name,
    ...creator,
    ...(place === undefined ? {} : { folderId: place }),
    ...(testTypes === undefined || testTypes.length === 0 ? {} : { type: { in: testTypes } }),
  };
  const hasTests = testTypes === undefined || testTypes.length > 0;
  const orderBy = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];
  const folderCount = withFolders ? await scope.db.agentTestFolder.count({ where: folderWhere }) : 0;
  const folders = shown < folderCount ? await scope.db.agentTestFolder.findMany({ where: folderWhere, orderBy, skip: shown, take: size + 1 }) : [];
  const missing = size + 1 - folders.length;
  const tests =
    missing > 0 && hasTests ? await scope.db.agentTest.findMany({ where: testWhere, orderBy, skip: Math.max(0, shown - folderCount), take: missing }) : [];
  const rows = [...folders.map((folder) => ({ ...folder, type: 'folder', folderId: folder.parentId })), ...tests];
  return { items: await summariesOf(scope, rows.slice(0, size)), nextCursor: rows.length > size ? String(shown + size) : null };
}

/**
 * A next-reply test from a moment of a conversation: what was said before is its history, and what the agent said then is an example of success.
 * Throws `not_found`, and `bad_request` where nobody had said anything.
 */
export async function createTestFromConversation(
  scope: WorkspaceScope,
  input: {
    readonly conversationId: string;
    readonly itemIndex: number;
    readonly name?: string | undefined;
    readonly successCondition?: string | undefined;
    readonly folderId?: string | undefined;
  },
): Promise<string> {
  scope.may('agents:write');
  const conversation = await findConversation(scope.db, input.conversationId);
  const transcript = asSeen(scope, conversation.transcript as unknown as TranscriptItem[]);
  const upTo = transcript.slice(0, input.itemIndex + 1).findLastIndex((item) => item.role === 'user' && item.message !== null);
  const question = transcript[upTo]?.message;
  if (question === undefined || question === null) throw new AppError('bad_request', 'The user had not said anything by then.');
  const replies = transcript.slice(upTo + 1).findIndex((item) => item.role === 'user');
  const said = transcript.slice(upTo + 1, replies < 0 ? undefined : upTo + 1 + replies).flatMap(({ message }) => message ?? []);
  return createTest(scope, {
    type: 'llm',
    name: input.name ?? `Answers “${question.slice(0, 80)}”`,
    folderId: input.folderId,
    document: {
      chat_history: transcript
        .slice(0, upTo + 1)
        .map(({ role, message, timeInCallSecs }) => ({ role, message, time_in_call_secs: timeInCallSecs }))
        .slice(-200),
      success_condition: input.successCondition ?? '',
      success_examples: said.length === 0 ? [] : [{ response: said.join(' '), type: 'success' }],
      failure_examples: [],
      from_conversation_metadata: {
        conversation_id: conversation.id,
        agent_id: conversation.agentId,
        branch_id: conversation.branchId,
        original_agent_reply: [],
      },
    },
  });
}

async function findTest(db: ScopedTransaction, testId: string) {
  const test = await db.agentTest.findFirst({ where: { id: testId } });
  if (test === null) throw new AppError('not_found', 'This test was not found.');
  return test;
}

interface SummaryRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly folderId: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

async function summariesOf(scope: WorkspaceScope, rows: readonly SummaryRow[]): Promise<TestSummary[]> {
  const nameOf = await actorNames(
    scope,
    rows.map((row) => row.createdBy),
  );
  const folders = await scope.db.agentTestFolder.findMany({
    select: { id: true, name: true, parentId: true },
    where: rows.some(({ folderId }) => folderId !== null) ? {} : { id: '' },
  });
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  const within = rows.filter(({ type }) => type === 'folder').map(({ id }) => id);
  const [testsIn, foldersIn] = await Promise.all([
    scope.db.agentTest.groupBy({ by: ['folderId'], where: { folderId: { in: within } }, _count: { _all: true } }),
    scope.db.agentTestFolder.groupBy({ by: ['parentId'], where: { parentId: { in: within } }, _count: { _all: true } }),
  ]);
  const childrenOf = (id: string) =>
    (testsIn.find(({ folderId }) => folderId === id)?._count._all ?? 0) + (foldersIn.find(({ parentId }) => parentId === id)?._count._all ?? 0);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    type: row.type as TestSummary['type'],
    folderId: row.folderId,
    folderPath: pathAmong(byId, row.folderId),
    childrenCount: row.type === 'folder' ? childrenOf(row.id) : null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    createdByName: nameOf(row.createdBy),
    isCreator: row.createdBy === scope.actor.id,
  }));
}

function pathAmong(folders: ReadonlyMap<string, FolderSegment & { readonly parentId: string | null }>, folderId: string | null): FolderSegment[] {
  const folder = folderId === null ? undefined : folders.get(folderId);
  return folder === undefined ? [] : [...pathAmong(folders, folder.parentId), { id: folder.id, name: folder.name }];
}

function checkedTest(input: TestInput): { type: TestType; name: string; document: Json } {
  const name = input.name.trim();
  if (name === '' || name.length > longestName) throw new AppError('invalid_input', `A test's name has 1 to ${longestName} characters.`, { path: ['name'] });
  try {
    checkTestDocument(input.type, input.document);
  } catch (cause) {
    if (cause instanceof ZodError) throw new AppError('invalid_input', 'The test is not valid.', { cause });
    throw cause;
  }
  return { type: input.type, name, document: input.document as Json };
}

function offsetIn(cursor: string | undefined): number {
  if (cursor === undefined || cursor === '') return 0;
  if (!/^\d{1,6}$/.test(cursor)) throw new AppError('bad_request', 'The cursor is not valid.');
  return Number(cursor);
}
