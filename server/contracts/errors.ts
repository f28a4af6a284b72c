/** How one kind of error leaves through each door. `expected` errors are logged as information, the others as faults. */
export interface ErrorRule {
  readonly http: number;
  readonly trpc:
    | 'BAD_REQUEST'
    | 'UNAUTHORIZED'
    | 'FORBIDDEN'
    | 'NOT_FOUND'
    | 'CONFLICT'
    | 'PAYLOAD_TOO_LARGE'
    | 'TOO_MANY_REQUESTS'
    | 'UNPROCESSABLE_CONTENT'
    | 'PRECONDITION_FAILED'
    | 'GATEWAY_TIMEOUT'
    | 'SERVICE_UNAVAILABLE'
    | 'BAD_GATEWAY'
    | 'INTERNAL_SERVER_ERROR';
  /** Close code of a conversation socket. */
  readonly ws: 1002 | 1008 | 1009 | 1011 | 1013;
  /** `detail.status` of the public API. */
  readonly status: string;
  readonly expected: boolean;
}

export const errors = {
  invalid_input: { http: 422, trpc: 'UNPROCESSABLE_CONTENT', ws: 1008, status: 'invalid_input', expected: true },
  bad_request: { http: 400, trpc: 'BAD_REQUEST', ws: 1008, status: 'bad_request', expected: true },
  unauthenticated: { http: 401, trpc: 'UNAUTHORIZED', ws: 1008, status: 'needs_authorization', expected: true },
  invalid_api_key: { http: 401, trpc: 'UNAUTHORIZED', ws: 1008, status: 'invalid_api_key', expected: true },
  forbidden: { http: 403, trpc: 'FORBIDDEN', ws: 1008, status: 'missing_permissions', expected: true },
  not_found: { http: 404, trpc: 'NOT_FOUND', ws: 1008, status: 'not_found', expected: true },
  conflict: { http: 409, trpc: 'CONFLICT', ws: 1008, status: 'conflict', expected: true },
  too_large: { http: 413, trpc: 'PAYLOAD_TOO_LARGE', ws: 1009, status: 'payload_too_large', expected: true },
  rate_limited: { http: 429, trpc: 'TOO_MANY_REQUESTS', ws: 1008, status: 'too_many_requests', expected: true },
  conversation_limit: { http: 429, trpc: 'TOO_MANY_REQUESTS', ws: 1008, status: 'too_many_concurrent_requests', expected: true },
  override_refused: { http: 400, trpc: 'BAD_REQUEST', ws: 1008, status: 'override_error', expected: true },
  not_supported: { http: 400, trpc: 'BAD_REQUEST', ws: 1008, status: 'not_supported', expected: true },
  missing_dynamic_variable: { http: 400, trpc: 'BAD_REQUEST', ws: 1008, status: 'missing_dynamic_variable', expected: true },
  invalid_message: { http: 400, trpc: 'BAD_REQUEST', ws: 1008, status: 'invalid_message', expected: true },
  provider_unavailable: { http: 503, trpc: 'SERVICE_UNAVAILABLE', ws: 1011, status: 'provider_unavailable', expected: true },
  provider_rejected: { http: 502, trpc: 'BAD_GATEWAY', ws: 1011, status: 'provider_error', expected: false },
  host_refused: { http: 400, trpc: 'BAD_REQUEST', ws: 1008, status: 'host_not_allowed', expected: true },
  request_failed: { http: 400, trpc: 'BAD_REQUEST', ws: 1011, status: 'request_failed', expected: true },
  not_configured: { http: 412, trpc: 'PRECONDITION_FAILED', ws: 1011, status: 'not_configured', expected: true },
  timed_out: { http: 504, trpc: 'GATEWAY_TIMEOUT', ws: 1011, status: 'timeout', expected: false },
  draining: { http: 503, trpc: 'SERVICE_UNAVAILABLE', ws: 1013, status: 'draining', expected: true },
  internal: { http: 500, trpc: 'INTERNAL_SERVER_ERROR', ws: 1011, status: 'internal_server_error', expected: false },
} as const satisfies Record<string, ErrorRule>;

export type ErrorCode = keyof typeof errors;
