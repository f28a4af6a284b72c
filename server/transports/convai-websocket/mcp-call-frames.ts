import type { Clock } from '../../lib/clock';
import type { ConversationEventFrame } from '../../voice/frames';

type Called = Extract<ConversationEventFrame, { kind: 'tool-called' }>;
type Finished = Extract<ConversationEventFrame, { kind: 'tool-finished' }>;

/** `mcp_tool_call` frames: one for each state of a call, each with all that is known of it. */
export class McpCallFrames {
  readonly #clock: Clock;
  readonly #send: (frame: Record<string, unknown>) => void;
  /** Calls that run or wait for consent. */
  readonly #calls = new Map<string, Record<string, unknown>>();

  constructor(clock: Clock, send: (frame: Record<string, unknown>) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  called({ toolCallId, toolName, parameters, approvalMs, origin }: Called): void {
    if (origin === null) return;
    const call = {
      service_id: origin.serverId,
      tool_call_id: toolCallId,
      tool_name: origin.toolName || toolName,
      tool_description: origin.description,
      parameters,
    };
    this.#calls.set(toolCallId, call);
    if (approvalMs === null) this.#tell(call, { state: 'loading' });
    else this.#tell(call, { state: 'awaiting_approval', approval_timeout_secs: Math.round(approvalMs / 1000) });
  }

  approved(toolCallId: string): void {
    const call = this.#calls.get(toolCallId);
    if (call !== undefined) this.#tell(call, { state: 'loading' });
  }

  finished({ toolCallId, result, isError }: Finished): void {
    const call = this.#calls.get(toolCallId);
    if (call === undefined) return;
    this.#calls.delete(toolCallId);
    this.#tell(call, isError ? { state: 'failure', error_message: result } : { state: 'success', result: [{ type: 'text', text: result }] });
  }

  #tell(call: Record<string, unknown>, state: Record<string, unknown>): void {
    this.#send({ ...call, timestamp: new Date(this.#clock.wallMs()).toISOString(), ...state });
  }
}
