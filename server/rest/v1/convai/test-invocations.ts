import { z } from 'zod';
import { cancelInvocation, getInvocation, listInvocations, resubmitTests, runTests } from '../../../domain/tests/invocations';
import { documentFromWire } from '../../mappers/agent';
import { invocationSummaryToWire, invocationToWire } from '../../mappers/test';
import { type Route, route } from '../../route';
import type { RouteDeps } from '../../routes';
import { pageQuery, wholeNumber } from '../../wire/query';

const id = z.string().max(100);
const override = z.looseObject({ conversation_config: z.record(z.string(), z.unknown()) });
const runBody = z.looseObject({
  tests: z
    .array(z.looseObject({ test_id: id, workflow_node_id: id.nullish(), root_folder_id: id.nullish(), root_folder_name: z.string().max(200).nullish() }))
    .max(5000),
  agent_config_override: override.nullish(),
  branch_id: id.nullish(),
  repeat_count: z.number().int().min(1).max(50).nullish(),
});
const resubmitBody = z.looseObject({ test_run_ids: z.array(id).max(5000), agent_id: id, branch_id: id.nullish(), agent_config_override: override.nullish() });
const listQuery = z.object({
  ...pageQuery,
  agent_id: id.optional(),
  branch_id: id.optional(),
  version_id: id.optional(),
  test_id: id.optional(),
  search: z.string().max(200).optional(),
  start_time: wholeNumber.min(0).max(4_000_000_000).optional(),
  end_time: wholeNumber.min(0).max(4_000_000_000).optional(),
});

export function testInvocationRoutes(deps: RouteDeps): readonly Route[] {
  const { jobs } = deps.services;
  return [
    route('POST /v1/convai/agents/{agent_id}/run-tests', { permission: 'agents:write', body: runBody }, async ({ scope, params, body }) => {
      const invocation = await runTests(
        scope,
        {
          agentId: params.agent_id,
          branchId: body.branch_id ?? undefined,
          override: body.agent_config_override ? documentFromWire(body.agent_config_override) : undefined,
          repeatCount: body.repeat_count ?? undefined,
          tests: body.tests.map((test) => ({
            testId: test.test_id,
            workflowNodeId: test.workflow_node_id ?? undefined,
            rootFolder: test.root_folder_id ? { id: test.root_folder_id, name: test.root_folder_name ?? '' } : undefined,
          })),
        },
        jobs,
      );
      return invocationToWire(invocation, scope.workspaceId);
    }),

    route('GET /v1/convai/test-invocations', { permission: 'agents:read', query: listQuery }, async ({ scope, query }) => {
      const page = await listInvocations(scope, {
        agentId: query.agent_id,
        branchId: query.branch_id,
        versionId: query.version_id,
        testId: query.test_id,
        search: query.search,
        startedAfter: query.start_time === undefined ? undefined : new Date(query.start_time * 1000),
        startedBefore: query.end_time === undefined ? undefined : new Date(query.end_time * 1000),
        cursor: query.cursor,
        pageSize: query.page_size,
      });
      return { meta: {}, results: page.items.map(invocationSummaryToWire), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    }),

    route('GET /v1/convai/test-invocations/{test_invocation_id}', { permission: 'agents:read' }, async ({ scope, params }) =>
      invocationToWire(await getInvocation(scope, params.test_invocation_id), scope.workspaceId),
    ),

    route('POST /v1/convai/test-invocations/{test_invocation_id}/cancel', { permission: 'agents:write' }, async ({ scope, params }) => {
      await cancelInvocation(scope, params.test_invocation_id);
      return {};
    }),

    route(
      'POST /v1/convai/test-invocations/{test_invocation_id}/resubmit',
      { permission: 'agents:write', body: resubmitBody },
      async ({ scope, params, body }) => {
        const invocation = await resubmitTests(
          scope,
          {
            invocationId: params.test_invocation_id,
            testRunIds: body.test_run_ids,
            branchId: body.branch_id ?? undefined,
            override: body.agent_config_override ? documentFromWire(body.agent_config_override) : undefined,
          },
          jobs,
        );
        return invocationToWire(invocation, scope.workspaceId);
      },
    ),
  ];
}
