import { z } from 'zod';
import { createTestFolder, deleteTestFolder, moveTests, renameTestFolder } from '../../domain/tests/folders';
import { cancelInvocation, getInvocation, getTestRun, listInvocations, resubmitTests, runTests } from '../../domain/tests/invocations';
import { createTest, createTestFromConversation, deleteTest, getTest, listTests, updateTest } from '../../domain/tests/manage-tests';
import { testTypes } from '../../domain/tests/test-document';
import { t } from '../init';
import { workspaceProcedure } from '../procedures';

const id = z.string().min(1).max(100);
const name = z.string().max(300);
/** In the public API's words; the use case checks it. */
const test = { type: z.enum(testTypes), name, document: z.record(z.string(), z.unknown()) };
const page = { cursor: z.string().max(500).nullish(), pageSize: z.number().int().min(1).max(100).optional() };

export const testsRouter = t.router({
  list: workspaceProcedure('agents:read')
    .input(z.object({ search: z.string().max(200).optional(), folderId: id.optional(), withFolders: z.boolean().optional(), ...page }))
    .query(({ ctx, input }) => listTests(ctx.scope, { ...input, cursor: input.cursor ?? undefined })),
  get: workspaceProcedure('agents:read')
    .input(z.object({ testId: id }))
    .query(({ ctx, input }) => getTest(ctx.scope, input.testId)),
  create: workspaceProcedure('agents:write')
    .input(z.object({ ...test, folderId: id.optional() }))
    .mutation(({ ctx, input }) => createTest(ctx.scope, input)),
  createFromConversation: workspaceProcedure('agents:write')
    .input(
      z.object({
        conversationId: id,
        itemIndex: z.number().int().min(0).max(100_000),
        name: name.optional(),
        successCondition: z.string().max(5000).optional(),
        folderId: id.optional(),
      }),
    )
    .mutation(({ ctx, input }) => createTestFromConversation(ctx.scope, input)),
  update: workspaceProcedure('agents:write')
    .input(z.object({ testId: id, ...test }))
    .mutation(({ ctx, input }) => updateTest(ctx.scope, input)),
  delete: workspaceProcedure('agents:write')
    .input(z.object({ testId: id }))
    .mutation(({ ctx, input }) => deleteTest(ctx.scope, input.testId)),
  move: workspaceProcedure('agents:write')
    .input(z.object({ ids: z.array(id).min(1).max(500), folderId: id.nullable() }))
    .mutation(({ ctx, input }) => moveTests(ctx.scope, input)),
  createFolder: workspaceProcedure('agents:write')
    .input(z.object({ name, parentId: id.optional() }))
    .mutation(({ ctx, input }) => createTestFolder(ctx.scope, input)),
  renameFolder: workspaceProcedure('agents:write')
    .input(z.object({ folderId: id, name }))
    .mutation(({ ctx, input }) => renameTestFolder(ctx.scope, input)),
  deleteFolder: workspaceProcedure('agents:write')
    .input(z.object({ folderId: id, withContent: z.boolean().default(false) }))
    .mutation(({ ctx, input }) => deleteTestFolder(ctx.scope, input)),

  run: workspaceProcedure('agents:write')
    .input(
      z.object({
        agentId: id,
        branchId: id.optional(),
        versionId: id.optional(),
        draft: z.boolean().optional(),
        testIds: z.array(id).min(1).max(1000),
        repeatCount: z.number().int().min(1).max(50).optional(),
      }),
    )
    .mutation(({ ctx, input: { testIds, ...input } }) => runTests(ctx.scope, { ...input, tests: testIds.map((testId) => ({ testId })) }, ctx.services.jobs)),
  invocations: workspaceProcedure('agents:read')
    .input(z.object({ agentId: id.optional(), branchId: id.optional(), testId: id.optional(), ...page }))
    .query(({ ctx, input }) => listInvocations(ctx.scope, { ...input, cursor: input.cursor ?? undefined })),
  invocation: workspaceProcedure('agents:read')
    .input(z.object({ invocationId: id }))
    .query(({ ctx, input }) => getInvocation(ctx.scope, input.invocationId)),
  testRun: workspaceProcedure('agents:read')
    .input(z.object({ testRunId: id }))
    .query(({ ctx, input }) => getTestRun(ctx.scope, input.testRunId)),
  resubmit: workspaceProcedure('agents:write')
    .input(z.object({ invocationId: id, testRunIds: z.array(id).min(1).max(1000) }))
    .mutation(({ ctx, input }) => resubmitTests(ctx.scope, input, ctx.services.jobs)),
  cancel: workspaceProcedure('agents:write')
    .input(z.object({ invocationId: id }))
    .mutation(({ ctx, input }) => cancelInvocation(ctx.scope, input.invocationId)),
});
