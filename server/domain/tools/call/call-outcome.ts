import type { DynamicVariables } from '../../../contracts/agent-config';
import type { ToolConfig } from '../../../contracts/tool-config';

export interface ToolCallOutcome {
  /** For the model and the transcript. */
  readonly result: string;
  readonly isError: boolean;
  readonly assigns: DynamicVariables;
  /** What the call was, for transcripts and lists; null when it was not made. */
  readonly details: Readonly<Record<string, unknown>> | null;
  /** `invalid_parameters`, `timeout`, `connection_error`, `http_error`, `auth_error`, `tool_error`. Null on success. */
  readonly errorType: string | null;
  /** What went wrong, for the record. Null on success. */
  readonly errorMessage: string | null;
}

export interface Failure {
  readonly type: NonNullable<ToolCallOutcome['errorType']>;
  /** One sentence without anything the other side wrote. */
  readonly summary: string;
  /** All there is, what the other side wrote included. */
  readonly raw: string;
  readonly details?: ToolCallOutcome['details'];
}

type ErrorHandling = Extract<ToolConfig, { toolErrorHandlingMode: unknown }>['toolErrorHandlingMode'];

/** A failed call: how much of it the model is told is the tool's to say. */
export function failedCall(failure: Failure, handling: ErrorHandling): ToolCallOutcome {
  return {
    result: `Error: ${told(failure, handling)}`,
    isError: true,
    assigns: {},
    details: failure.details ?? null,
    errorType: failure.type,
    errorMessage: failure.raw.slice(0, 4_000),
  };
}

function told({ type, summary, raw }: Failure, handling: ErrorHandling): string {
  // The model gave the arguments: only it can give better ones.
  if (type === 'invalid_parameters') return summary;
  if (handling === 'passthrough') return raw.slice(0, 4_000);
  if (handling === 'summarized') return summary;
  return 'the tool failed. Tell the user that this is not possible at the moment.';
}
