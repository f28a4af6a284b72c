import { labOf } from '../../domain/evaluations/agent-lab';
import { failTestRun, runTest } from '../../domain/tests/run-test';
import { runAgentTestJob } from '../definitions';
import { handleInWorkspace } from '../handler';

export const runAgentTestHandler = handleInWorkspace(
  runAgentTestJob,
  (scope, { testRunId }, { services, signal }) => runTest(scope, testRunId, { lab: labOf(services), signal }),
  (scope, { testRunId }, error) => failTestRun(scope, testRunId, error.message),
);
