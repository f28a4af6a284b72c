import type { SealKeys, WorkspaceScope } from '../../auth/scope';
import type { DynamicVariables } from '../../contracts/agent-config';
import type { Outgoing } from '../../integrations/safe-fetch/outgoing';
import { AppError } from '../../lib/app-error';
import type { AuthTokens } from '../auth-connections/auth-tokens';
import { mainEnvironment } from '../environment-variables/rules';
import { callWebhook, type ShownAnswer } from './call/call-webhook';
import { mockedResponse } from './call/response-mock';
import { storedValues } from './call/value-sources';
import { getTool } from './get-tool';

export interface TestToolInput {
  readonly toolId: string;
  /** As a model would give them. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly variables: DynamicVariables;
  readonly environment?: string | undefined;
  readonly useMocks: boolean;
  readonly sealKeys: SealKeys;
  readonly outgoing: Outgoing;
  readonly authTokens: AuthTokens;
}

export interface ToolTest {
  /** What was sent, without secrets; null when nothing was. */
  readonly request: Readonly<Record<string, unknown>> | null;
  readonly answer: ShownAnswer | null;
  /** What the model would be told. */
  readonly result: string;
  readonly isError: boolean;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  /** Variables that the result would set; secret ones without their values. */
  readonly assigns: DynamicVariables;
  readonly latencyMs: number;
  readonly isMocked: boolean;
}

/** Calls a webhook once, for real unless a mock answers. Throws `not_found`, `bad_request` for tools that are not called from here. */
export async function testTool(scope: WorkspaceScope, input: TestToolInput): Promise<ToolTest> {
  scope.may('tools:write');
  const tool = await getTool(scope, input);
  const mock = input.useMocks ? mockedResponse(tool.responseMocks, input.parameters) : undefined;
  if (mock !== undefined) return { ...nothing, ...mock, isMocked: true };
  if (tool.config.type !== 'webhook')
    throw new AppError('bad_request', 'Only webhooks are called from here: client tools run in the client, system tools in a conversation.');
  const deps = { sources: storedValues(scope, input.sealKeys, input.environment ?? mainEnvironment), outgoing: input.outgoing, tokens: input.authTokens };
  const startedMs = performance.now();
  const outcome = await callWebhook(tool.config, input, deps, new AbortController().signal);
  const assigns = Object.fromEntries(Object.entries(outcome.assigns).map(([name, value]) => [name, name.startsWith('secret__') ? '••••••' : value]));
  const { details, answer, result, isError, errorType, errorMessage } = outcome;
  return { request: details, answer, result, isError, errorType, errorMessage, assigns, latencyMs: Math.round(performance.now() - startedMs), isMocked: false };
}

const nothing = { request: null, answer: null, errorType: null, errorMessage: null, assigns: {}, latencyMs: 0 } as const;
