import type { Json, ScopedTransaction, WorkspaceScope } from '../../auth/scope';
import type { AgentConfig } from '../../contracts/agent-config';
import { runAgentTestJob } from '../../jobs/definitions';
import type { JobQueue } from '../../jobs/queue';
import { AppError } from '../../lib/app-error';
import { newId } from '../../lib/new-id';
import { actorNames } from '../actor-names';
import { configOf, findAgent, findAgentVersion } from '../agents/get-agent';
import { changeConfig } from '../agents/rules';
import { noteChange } from '../audit-log/note-change';
import { literally } from '../like';
import { cutPage, type Page, pageSizeOf, readCursor, rowsAfter } from '../pagination';
import { anyTest, historyOf, type TestDocument, type TestType } from './test-document';
import type { FolderSegment, InvocationSummary, InvocationView, RunStatus, TestRunReplay, TestRunView } from './test-views';
import type { TestResult } from './run-test';
import type { ConversationEvent, TranscriptItem } from '../../contracts/conversation';

export interface Subject {
  readonly agentId: string;
  readonly branchId?: string | undefined;
  readonly versionId?: string | undefined;
  /** The caller's own draft on the branch. */
  readonly draft?: boolean | undefined;
  /** A document that is stored nowhere, as changes to the version. */
  readonly override?: unknown;
}

export interface RunTestsInput extends Subject {
  readonly tests: readonly { readonly testId: string; readonly workflowNodeId?: string | undefined; readonly rootFolder?: FolderSegment | undefined }[];
  readonly repeatCount?: number | undefined;
}

const mostRuns = 5_000;
const mostRepetitions = 50;

/** Has tests run against a branch, a version, a draft or a document of the caller's. Throws `not_found`, `bad_request`. */
export async function runTests(scope: WorkspaceScope, input: RunTestsInput, jobs: JobQueue): Promise<InvocationView> {
  scope.may('agents:write');
  const repeatCount = Math.min(Math.max(input.repeatCount ?? 1, 1), mostRepetitions);
  if (input.tests.length === 0) throw new AppError('bad_request', 'There is no test to run.');
  if (input.tests.length * repeatCount > mostRuns) throw new AppError('bad_request', `At most ${mostRuns} runs at once.`);
  const id = newId('testInvocation');
  const runIds = await scope.db.$transaction(async (db) => {
    const { agentId, branchId, versionId, config } = await subjectOf(db, scope, input);
    const tests = await db.agentTest.findMany({ where: { id: { in: input.tests.map(({ testId }) => testId) } } });
    const byId = new Map(tests.map((test) => [test.id, test]));
    await db.testInvocation.create({
      data: {
        id,
        workspaceId: scope.workspaceId,
        agentId,
        branchId,
        versionId,
        ...(config === null ? {} : { config: config as Json }),
        isDraft: config !== null,
        repeatCount,
        createdBy: scope.actor.id,
      },
    });
    const runs = input.tests.flatMap(({ testId, workflowNodeId, rootFolder }) => {
      const test = byId.get(testId);
      if (test === undefined) throw new AppError('not_found', `Test ${testId} was not found.`);
      return Array.from({ length: repeatCount }, () => ({
        id: newId('testRun'),
        workspaceId: scope.workspaceId,
        invocationId: id,
        testId,
        testName: test.name,
        type: test.type,
        document: test.document ?? {},
        workflowNodeId: workflowNodeId ?? null,
        ...(rootFolder === undefined ? {} : { rootFolder: { ...rootFolder } }),
      }));
    });
    await db.testRun.createMany({ data: runs.map((run, position) => ({ ...run, position })) });
    await noteChange(db, scope, { action: 'tests.run', targetKind: 'agent', targetId: agentId, after: { invocationId: id, tests: input.tests.length } });
    return runs.map((run) => run.id);
  });
  for (const testRunId of runIds) await jobs.enqueue(runAgentTestJob, { workspaceId: scope.workspaceId, testRunId }, { key: testRunId });
  return getInvocation(scope, id);
}

/** Runs chosen tests of an invocation again; their former results are gone. Throws `not_found`, and `conflict` for one that is not over. */
export async function resubmitTests(
  scope: WorkspaceScope,
  input: { readonly invocationId: string; readonly testRunIds: readonly string[]; readonly branchId?: string | undefined; readonly override?: unknown },
  jobs: JobQueue,
): Promise<InvocationView> {
  scope.may('agents:write');
  const ids = [...new Set(input.testRunIds)];
  await scope.db.$transaction(async (db) => {
    const invocation = await findInvocation(db, input.invocationId);
    const runs = await db.testRun.findMany({ where: { id: { in: ids }, invocationId: invocation.id }, select: { status: true } });
    if (runs.length !== ids.length || ids.length === 0) throw new AppError('not_found', 'Not all of these runs were found.');
    if (runs.some(({ status }) => status === 'pending')) throw new AppError('conflict', 'A run that is not over cannot be run again.');
    if (input.branchId !== undefined || input.override !== undefined) {
      const { branchId, versionId, config } = await subjectOf(db, scope, {
        agentId: invocation.agentId,
        branchId: input.branchId ?? invocation.branchId ?? undefined,
        override: input.override,
      });
      await db.testInvocation.updateMany({
        where: { id: invocation.id },
        data: { branchId, versionId, ...(config === null ? {} : { config: config as Json, isDraft: true }) },
      });
    }
    await db.testInvocation.updateMany({ where: { id: invocation.id }, data: { cancelledAt: null } });
    await db.testRun.updateMany({ where: { id: { in: ids } }, data: { status: 'pending', responses: [], events: [] } });
  });
  for (const testRunId of ids) await jobs.enqueue(runAgentTestJob, { workspaceId: scope.workspaceId, testRunId }, { key: testRunId });
  return getInvocation(scope, input.invocationId);
}

/** Gives up what has not run yet. */
export async function cancelInvocation(scope: WorkspaceScope, invocationId: string): Promise<void> {
  scope.may('agents:write');
  await scope.db.$transaction(async (db) => {
    const invocation = await findInvocation(db, invocationId);
    const { count } = await db.testRun.updateMany({ where: { invocationId: invocation.id, status: 'pending' }, data: { status: 'cancelled' } });
    if (count > 0) await db.testInvocation.updateMany({ where: { id: invocation.id }, data: { cancelledAt: new Date() } });
    await noteChange(db, scope, { action: 'test-run.cancelled', targetKind: 'test-invocation', targetId: invocation.id, after: { runs: count } });
  });
}

/** Throws `not_found`. */
export async function getInvocation(scope: WorkspaceScope, invocationId: string): Promise<InvocationView> {
  scope.may('agents:read');
  const invocation = await findInvocation(scope.db, invocationId);
  const runs = await scope.db.testRun.findMany({ where: { invocationId: invocation.id }, orderBy: { position: 'asc' }, omit: { events: true } });
  const [summary] = await summariesOf(scope, [invocation]);
  return { ...(summary as InvocationSummary), runs: runs.map(runView) };
}

/** One run with what happened in it. Throws `not_found`. */
export async function getTestRun(scope: WorkspaceScope, testRunId: string): Promise<TestRunReplay> {
  scope.may('agents:read');
  const run = await scope.db.testRun.findFirst({ where: { id: testRunId } });
  if (run === null) throw new AppError('not_found', 'This test run was not found.');
  const { events, ...row } = run;
  const [invocation] = await summariesOf(scope, [await findInvocation(scope.db, run.invocationId)]);
  return {
    ...runView(row),
    before: historyOf(anyTest.parse(run.document).chat_history),
    events: events as unknown as ConversationEvent[],
    invocation: invocation as InvocationSummary,
  };
}

type RunRow = Omit<NonNullable<Awaited<ReturnType<ScopedTransaction['testRun']['findFirst']>>>, 'events'>;

function runView({ workspaceId: _, createdAt: __, position: ___, ...run }: RunRow): TestRunView {
  return {
    ...run,
    type: run.type as TestType,
    document: run.document as TestDocument,
    rootFolder: run.rootFolder as FolderSegment | null,
    status: run.status as RunStatus,
    responses: run.responses as unknown as TranscriptItem[],
    result: run.status === 'pending' ? null : (run.result as unknown as TestResult | null),
  };
}

export interface ListInvocationsInput {
  readonly agentId?: string | undefined;
  readonly branchId?: string | undefined;
  readonly versionId?: string | undefined;
  readonly testId?: string | undefined;
  /** Part of the name of a test that was run. */
  readonly search?: string | undefined;
  readonly startedAfter?: Date | undefined;
  readonly startedBefore?: Date | undefined;
  readonly cursor?: string | undefined;
  readonly pageSize?: number | undefined;
}

/** What was run, newest first. */
export async function listInvocations(scope: WorkspaceScope, input: ListInvocationsInput = {}): Promise<Page<InvocationSummary>> {
  scope.may('agents:read');
  const size = pageSizeOf(input.pageSize);
  const search = input.search?.trim() ?? '';
  const ofRuns = {
    ...(input.testId === undefined ? {} : { testId: input.testId }),
    ...(search === '' ? {} : { testName: { contains: literally(search), mode: 'insensitive' as const } }),
  };
  const rows = await scope.db.testInvocation.findMany({
    where: {
      AND: [
        {
          ...(input.agentId === undefined ? {} : { agentId: input.agentId }),
          ...(input.branchId === undefined ? {} : { branchId: input.branchId }),
          ...(input.versionId === undefined ? {} : { versionId: input.versionId }),
          ...(Object.keys(ofRuns).length === 0 ? {} : { runs: { some: ofRuns } }),
          createdAt: {
            ...(input.startedAfter === undefined ? {} : { gte: input.startedAfter }),
            ...(input.startedBefore === undefined ? {} : { lte: input.startedBefore }),
          },
        },
        rowsAfter('createdAt', 'desc', readCursor(input.cursor, 'time'), true),
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: size + 1,
    omit: { config: true },
  });
  const views = await summariesOf(scope, rows);
  return cutPage(
    views,
    size,
    (view) => ({ value: view.createdAt.getTime(), id: view.id }),
    (view) => view,
  );
}

async function findInvocation(db: ScopedTransaction, invocationId: string) {
  const invocation = await db.testInvocation.findFirst({ where: { id: invocationId }, omit: { config: true } });
  if (invocation === null) throw new AppError('not_found', 'This test invocation was not found.');
  return invocation;
}

type InvocationRow = Awaited<ReturnType<typeof findInvocation>>;

async function summariesOf(scope: WorkspaceScope, rows: readonly InvocationRow[]): Promise<InvocationSummary[]> {
  const ids = rows.map(({ id }) => id);
  const [groups, names, agents, branches, versions, nameOf] = await Promise.all([
    scope.db.testRun.groupBy({ by: ['invocationId', 'status'], where: { invocationId: { in: ids } }, _count: { _all: true } }),
    scope.db.testRun.findMany({ where: { invocationId: { in: ids } }, distinct: ['invocationId', 'testId'], select: { invocationId: true, testName: true } }),
    scope.db.agent.findMany({ where: { id: { in: rows.map((row) => row.agentId) }, deletedAt: null }, select: { id: true, name: true } }),
    scope.db.agentBranch.findMany({ where: { id: { in: rows.flatMap((row) => row.branchId ?? []) } }, select: { id: true, name: true } }),
    scope.db.agentVersion.findMany({ where: { id: { in: rows.flatMap((row) => row.versionId ?? []) } }, select: { id: true, number: true } }),
    actorNames(
      scope,
      rows.map((row) => row.createdBy),
    ),
  ]);
  return rows.map((row) => {
    const count = (status: RunStatus) => groups.find((group) => group.invocationId === row.id && group.status === status)?._count._all ?? 0;
    const tests = names.filter(({ invocationId }) => invocationId === row.id);
    return {
      id: row.id,
      agentId: row.agentId,
      agentName: agents.find(({ id }) => id === row.agentId)?.name ?? null,
      branchId: row.branchId,
      branchName: branches.find(({ id }) => id === row.branchId)?.name ?? null,
      versionId: row.versionId,
      versionNumber: versions.find(({ id }) => id === row.versionId)?.number ?? null,
      isDraft: row.isDraft,
      repeatCount: row.repeatCount,
      isCancelled: row.cancelledAt !== null,
      createdAt: row.createdAt,
      createdByName: nameOf(row.createdBy),
      isCreator: row.createdBy === scope.actor.id,
      title: tests.length === 1 ? (tests[0]?.testName ?? '') : `${tests.length} tests`,
      counts: { pending: count('pending'), passed: count('passed'), failed: count('failed'), cancelled: count('cancelled') },
    };
  });
}

/** Which document is tested: a stored version, or one that is stored with the invocation. */
async function subjectOf(
  db: ScopedTransaction,
  scope: WorkspaceScope,
  input: Subject,
): Promise<{ agentId: string; branchId: string; versionId: string; config: AgentConfig | null }> {
  const agent = await findAgent(db, input.agentId);
  const { branch, version } = await findAgentVersion(db, { agentId: agent.id, branchId: input.branchId, versionId: input.versionId });
  const found = { agentId: agent.id, branchId: branch.id, versionId: version.id };
  if (input.override !== undefined) return { ...found, config: changeConfig(configOf(version), input.override) };
  if (input.draft !== true) return { ...found, config: null };
  const draft = await db.agentDraft.findFirst({ where: { branchId: branch.id, personId: scope.actor.id } });
  if (draft === null) throw new AppError('not_found', 'There is no draft on this branch.');
  return { ...found, config: configOf(draft) };
}
