import type { DynamicVariables } from '../contracts/agent-config';
import type { TranscriptItem } from '../contracts/conversation';
import type { Clock } from '../lib/clock';

/** Variables of ours that a tool sees as they are when it is called. */
export function momentVariables(clock: Clock, durationMs: number, items: readonly TranscriptItem[], atStart: DynamicVariables): DynamicVariables {
  const now = new Date(clock.wallMs());
  const timezone = atStart['system__timezone'];
  const agentTurns = items.filter((item) => item.role === 'agent' && item.message !== null).length;
  return {
    system__time_utc: now.toISOString(),
    ...(typeof timezone === 'string' ? { system__time: now.toLocaleString('en-GB', { timeZone: timezone }) } : {}),
    system__call_duration_secs: Math.round(durationMs / 1000),
    system__agent_turns: agentTurns,
    system__current_agent_turns: agentTurns,
    system__conversation_history: historyOf(items),
  };
}

/** The last of what was said and called, as one text. */
const mostEntries = 200;

function historyOf(items: readonly TranscriptItem[]): string {
  const entries = items.slice(-mostEntries).flatMap((item): Record<string, unknown>[] => {
    if (item.message !== null) return [{ role: item.role, message: item.message }];
    if (item.toolCalls !== undefined)
      return [{ role: item.role, tool_requests: item.toolCalls.map(({ toolName, paramsAsJson }) => ({ tool_name: toolName, params_as_json: paramsAsJson })) }];
    if (item.toolResults !== undefined)
      return [{ role: item.role, tool_results: item.toolResults.map(({ toolName, resultValue }) => ({ tool_name: toolName, result_value: resultValue })) }];
    return [];
  });
  return JSON.stringify({ 'x-elevenlabs-history': true, entries });
}
