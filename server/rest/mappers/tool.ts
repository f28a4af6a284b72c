import { toolFreeKeyedPaths } from '../../contracts/tool-config';
import type { ToolExecutionView } from '../../domain/tools/list-executions';
import type { ToolView } from '../../domain/tools/tool-views';
import type { Wire } from '../route';
import { unixSecs } from './agent';
import { type FreeKeys, fromWire, toWire } from '../../contracts/wire-case';
import { accessToWire } from './dependents';

export function toolConfigFromWire(config: unknown): unknown {
  return fromWire(config, toolFreeKeyedPaths);
}

export function mocksFromWire(mocks: unknown): unknown {
  return fromWire(mocks);
}

export function toolToWire(tool: ToolView): Wire {
  return {
    id: tool.id,
    tool_config: toWire(tool.config, toolFreeKeyedPaths),
    access_info: accessToWire(tool),
    usage_stats: { total_calls: tool.callCount, avg_latency_secs: tool.averageLatencyMs / 1000 },
    response_mocks: toWire(tool.responseMocks),
  };
}

/** Members of a recorded call whose keys are those of the request it was. */
export const callDetailsFreeKeys: readonly FreeKeys[] = [
  { path: 'headers', verbatim: true },
  { path: 'pathParams', verbatim: true },
  { path: 'queryParams', verbatim: true },
  { path: 'parameters', verbatim: true },
];

export function executionToWire(execution: ToolExecutionView): Wire {
  return {
    id: execution.id,
    tool_id: execution.toolId,
    tool_request_id: execution.requestId,
    conversation_id: execution.conversationId,
    agent_id: execution.agentId,
    timestamp: unixSecs(execution.startedAt),
    latency_secs: execution.latencyMs / 1000,
    is_error: execution.isError,
    request_payload: execution.request,
    response_payload: execution.response,
    error_message: execution.errorMessage,
    error_type: execution.errorType,
    tool_call_details: execution.details === null ? null : toWire(execution.details, callDetailsFreeKeys),
  };
}
