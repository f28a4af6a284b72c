import type { TestResult } from '../../domain/tests/run-test';
import type { FolderSegment, FolderView, InvocationSummary, InvocationView, TestRunView, TestSummary, TestView } from '../../domain/tests/test-views';
import { accessToWire, unixSecs } from './agent';
import { transcriptItemToWire } from './conversation';

type Wire = Record<string, unknown>;

export function testToWire(test: TestView): Wire {
  return { ...withoutPlace(test.document), id: test.id, name: test.name, type: test.type, access_info: accessToWire(test) };
}

export function testSummaryToWire(test: TestSummary): Wire {
  return {
    id: test.id,
    name: test.name,
    type: test.type,
    entity_type: test.type === 'folder' ? 'folder' : 'test',
    access_info: accessToWire(test),
    created_at_unix_secs: unixSecs(test.createdAt),
    last_updated_at_unix_secs: unixSecs(test.updatedAt),
    folder_parent_id: test.folderId,
    folder_path: test.folderPath.map(segmentToWire),
    children_count: test.childrenCount,
  };
}

export function folderToWire(folder: FolderView): Wire {
  return { ...segmentToWire(folder), folder_path: folder.folderPath.map(segmentToWire), children_count: folder.childrenCount };
}

function segmentToWire({ id, name }: FolderSegment): Wire {
  return { id, name };
}

export function invocationSummaryToWire(invocation: InvocationSummary): Wire {
  const { counts } = invocation;
  return {
    id: invocation.id,
    agent_id: invocation.agentId,
    branch_id: invocation.branchId,
    version_id: invocation.versionId,
    ran_against_draft: invocation.isDraft,
    created_at_unix_secs: unixSecs(invocation.createdAt),
    test_run_count: counts.pending + counts.passed + counts.failed + counts.cancelled,
    passed_count: counts.passed,
    failed_count: counts.failed,
    pending_count: counts.pending,
    cancelled_count: counts.cancelled,
    title: invocation.title,
    access_info: accessToWire(invocation),
    repeat_count: invocation.repeatCount,
    cancelled: invocation.isCancelled,
  };
}

export function invocationToWire(invocation: InvocationView, workspaceId: string): Wire {
  return {
    id: invocation.id,
    agent_id: invocation.agentId,
    branch_id: invocation.branchId,
    version_id: invocation.versionId,
    ran_against_draft: invocation.isDraft,
    created_at: unixSecs(invocation.createdAt),
    repeat_count: invocation.repeatCount,
    cancelled: invocation.isCancelled,
    bucketing_status: invocation.counts.pending > 0 ? 'pending' : 'completed',
    result_groups: resultGroups(invocation.runs),
    test_runs: invocation.runs.map((run) => runToWire(run, invocation, workspaceId)),
  };
}

function runToWire(run: TestRunView, invocation: InvocationView, workspaceId: string): Wire {
  return {
    test_run_id: run.id,
    test_info: { type: run.type, ...withoutPlace(run.document) },
    test_invocation_id: run.invocationId,
    agent_id: invocation.agentId,
    branch_id: invocation.branchId,
    version_id: invocation.versionId,
    ran_against_draft: invocation.isDraft,
    workflow_node_id: run.workflowNodeId,
    status: run.status,
    agent_responses: run.status === 'pending' ? null : run.responses.map(transcriptItemToWire),
    test_id: run.testId,
    test_name: run.testName,
    condition_result: run.result === null ? null : conditionToWire(run.result),
    last_updated_at_unix: unixSecs(run.updatedAt),
    metadata: { workspace_id: workspaceId, test_name: run.testName, ran_by_user_email: '', test_type: run.type === 'tool' ? 'tool_call' : run.type },
    root_folder_id: run.rootFolder?.id ?? null,
    root_folder_name: run.rootFolder?.name ?? null,
  };
}

function conditionToWire({ result, messages, summary }: TestResult): Wire {
  return { result, rationale: { messages, summary } };
}

/** Runs of one test that came out the same. */
function resultGroups(runs: readonly TestRunView[]): Wire[] {
  const tests = [...new Set(runs.map(({ testId, workflowNodeId }) => JSON.stringify([testId, workflowNodeId])))];
  return tests.map((key) => {
    const own = runs.filter(({ testId, workflowNodeId }) => JSON.stringify([testId, workflowNodeId]) === key);
    const statuses = [...new Set(own.map(({ status }) => status))];
    const buckets = statuses.map((status) => {
      const alike = own.filter((run) => run.status === status);
      return { test_run_ids: alike.map(({ id }) => id), title: titles[status], reason: alike[0]?.result?.summary ?? '', status };
    });
    return { test_id: own[0]?.testId, test_name: own[0]?.testName, workflow_node_id: own[0]?.workflowNodeId ?? null, buckets };
  });
}

const titles = { pending: 'Waiting', passed: 'Passed', failed: 'Failed', cancelled: 'Cancelled' } as const;

/** What a test is made with and is no part of it afterwards. */
function withoutPlace(document: Readonly<Record<string, unknown>>): Wire {
  const { name: _, type: __, parent_folder_id: ___, ...rest } = document;
  return rest;
}
