import { z } from 'zod';
import { createTestFolder, deleteTestFolder, getTestFolder, moveTests, renameTestFolder } from '../../../domain/tests/folders';
import { createTest, deleteTest, getTest, listTests, summariseTests, updateTest } from '../../../domain/tests/manage-tests';
import { testTypes } from '../../../domain/tests/test-document';
import { folderToWire, testSummaryToWire, testToWire } from '../../mappers/test';
import { type Route, route } from '../../route';
import { flag, manyOf, pageQuery } from '../../wire/query';

const id = z.string().max(100);
const testBody = z.looseObject({ type: z.enum(testTypes), name: z.string(), parent_folder_id: id.nullish() });
const folderBody = z.looseObject({ name: z.string(), parent_folder_id: id.nullish() });
const renameBody = z.looseObject({ name: z.string() });
const moveBody = z.looseObject({ entity_ids: z.array(id).max(500), move_to: id.nullish() });
const summariesBody = z.looseObject({ test_ids: z.array(id).max(5000) });
const deleteQuery = z.object({ force: flag.optional() });
const listQuery = z.object({
  ...pageQuery,
  search: z.string().max(200).optional(),
  parent_folder_id: id.optional(),
  types: manyOf(z.string().max(20)).optional(),
  include_folders: flag.optional(),
  sort_mode: z.string().max(40).optional(),
  created_by_user_id: id.optional(),
});

export function testRoutes(): readonly Route[] {
  return [
    route('GET /v1/convai/agent-testing', { permission: 'agents:read', query: listQuery }, async ({ scope, query }) => {
      const page = await listTests(scope, {
        search: query.search,
        // The top is named `root` where a client wants it and no folder.
        folderId: query.parent_folder_id === 'root' ? undefined : query.parent_folder_id,
        types: query.types,
        withFolders: query.include_folders,
        createdBy: query.created_by_user_id,
        cursor: query.cursor,
        pageSize: query.page_size,
      });
      return { tests: page.items.map(testSummaryToWire), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    }),

    route('POST /v1/convai/agent-testing/create', { permission: 'agents:write', body: testBody }, async ({ scope, body }) => {
      const { type, name, parent_folder_id: folderId, ...document } = body;
      return { id: await createTest(scope, { type, name, document, folderId: folderId ?? undefined }) };
    }),

    route('POST /v1/convai/agent-testing/summaries', { permission: 'agents:read', body: summariesBody }, async ({ scope, body }) => ({
      tests: Object.fromEntries((await summariseTests(scope, body.test_ids)).map((test) => [test.id, testSummaryToWire(test)])),
    })),

    route('POST /v1/convai/agent-testing/bulk-move', { permission: 'agents:write', body: moveBody }, async ({ scope, body }) => {
      await moveTests(scope, { ids: body.entity_ids, folderId: body.move_to === undefined || body.move_to === 'root' ? null : body.move_to });
      return {};
    }),

    route('POST /v1/convai/agent-testing/folders', { permission: 'agents:write', body: folderBody }, async ({ scope, body }) =>
      createTestFolder(scope, { name: body.name, parentId: body.parent_folder_id ?? undefined }),
    ),

    route('GET /v1/convai/agent-testing/folders/{folder_id}', { permission: 'agents:read' }, async ({ scope, params }) =>
      folderToWire(await getTestFolder(scope, params.folder_id)),
    ),

    route('PATCH /v1/convai/agent-testing/folders/{folder_id}', { permission: 'agents:write', body: renameBody }, async ({ scope, params, body }) =>
      folderToWire(await renameTestFolder(scope, { folderId: params.folder_id, name: body.name })),
    ),

    route('DELETE /v1/convai/agent-testing/folders/{folder_id}', { permission: 'agents:write', query: deleteQuery }, async ({ scope, params, query }) => {
      await deleteTestFolder(scope, { folderId: params.folder_id, withContent: query.force ?? false });
      return null;
    }),

    route('GET /v1/convai/agent-testing/{test_id}', { permission: 'agents:read' }, async ({ scope, params }) =>
      testToWire(await getTest(scope, params.test_id)),
    ),

    route('PUT /v1/convai/agent-testing/{test_id}', { permission: 'agents:write', body: testBody }, async ({ scope, params, body }) => {
      const { type, name, parent_folder_id: _, ...document } = body;
      return testToWire(await updateTest(scope, { testId: params.test_id, type, name, document }));
    }),

    route('DELETE /v1/convai/agent-testing/{test_id}', { permission: 'agents:write' }, async ({ scope, params }) => {
      await deleteTest(scope, params.test_id);
      return {};
    }),
  ];
}
