import { z } from 'zod';
import { approvalPolicies } from './approval-policy';
import {
  assignmentSchema,
  authLocatorSchema,
  executionModeSchema,
  interruptionModeSchema,
  locatedValueSchema,
  preToolSpeechSchema,
  requestHeadersSchema,
  responseMockSchema,
  toolCallSoundSchema,
} from './tool-config';

/** An MCP server as it is stored: the public API's members in camelCase. */

export const approvalPolicySchema = z.enum(approvalPolicies);
export const toolApprovalPolicySchema = z.enum(['auto_approved', 'requires_approval']);

const timeout = z.number().int().min(5).max(300);

const inputOverrideSchema = z.discriminatedUnion('source', [
  z.looseObject({ source: z.literal('constant'), constantValue: z.unknown() }),
  z.looseObject({ source: z.literal('dynamic_variable'), dynamicVariable: z.string().min(1) }),
  z.looseObject({ source: z.literal('llm'), prompt: z.string().nullish() }),
  z.looseObject({ source: z.literal('omit') }),
]);
export type InputOverride = z.output<typeof inputOverrideSchema>;

/** Behaviour of one tool where it differs from its server's. */
export const toolOverrideSchema = z.looseObject({
  toolName: z.string().min(1).max(200),
  forcePreToolSpeech: z.boolean().nullish(),
  preToolSpeech: preToolSpeechSchema.nullish(),
  disableInterruptions: z.boolean().nullish(),
  interruptionMode: interruptionModeSchema.nullish(),
  toolCallSound: z.union([toolCallSoundSchema, z.literal('off')]).nullish(),
  toolCallSoundBehavior: z.enum(['auto', 'always']).nullish(),
  executionMode: executionModeSchema.nullish(),
  responseTimeoutSecs: timeout.nullish(),
  assignments: z.array(assignmentSchema).max(100).nullish(),
  inputOverrides: z.record(z.string(), inputOverrideSchema.nullable()).nullish(),
  responseMocks: z.array(responseMockSchema).max(50).nullish(),
});
export type ToolOverride = z.output<typeof toolOverrideSchema>;

const secretLocator = z.looseObject({ secretId: z.string().min(1) });
const httpAddress = z
  .string()
  .max(5_000)
  .regex(/^https?:\/\//i, 'must be an http or https address');

export const mcpServerConfigSchema = z.looseObject({
  approvalPolicy: approvalPolicySchema.default('require_approval_all'),
  transport: z.enum(['SSE', 'STREAMABLE_HTTP']).default('SSE'),
  url: z.union([httpAddress, secretLocator]),
  secretToken: secretLocator.nullish(),
  requestHeaders: requestHeadersSchema.default({}),
  requestMeta: z.record(z.string(), z.union([locatedValueSchema, z.number(), z.boolean()])).nullish(),
  authConnection: authLocatorSchema.nullish(),
  name: z.string().trim().min(1).max(200),
  description: z.string().max(20_000).default(''),
  forcePreToolSpeech: z.boolean().default(false),
  preToolSpeech: preToolSpeechSchema.default('auto'),
  disableInterruptions: z.boolean().default(false),
  interruptionMode: interruptionModeSchema.default('allow'),
  toolCallSound: toolCallSoundSchema.nullish(),
  toolCallSoundBehavior: z.enum(['auto', 'always']).default('auto'),
  executionMode: executionModeSchema.default('immediate'),
  responseTimeoutSecs: timeout.default(30),
  toolConfigOverrides: z.array(toolOverrideSchema).max(500).default([]),
  disableCompression: z.boolean().default(false),
});
export type McpServerConfig = z.output<typeof mcpServerConfigSchema>;

/** What was approved of one tool. The hash is over its definition, so a changed tool is not approved any more. */
export const toolApprovalSchema = z.object({
  toolName: z.string().min(1),
  toolHash: z.string().min(1),
  approvalPolicy: toolApprovalPolicySchema.default('requires_approval'),
  /** What was approved, to show beside what the server says now. Absent when only the hash is known. */
  definition: z.object({ description: z.string(), inputSchema: z.record(z.string(), z.unknown()) }).optional(),
});
export type ToolApproval = z.output<typeof toolApprovalSchema>;

/** Members whose keys are data. */
export const mcpServerFreeKeyedPaths: readonly { readonly path: string; readonly verbatim: boolean }[] = [
  { path: 'requestHeaders', verbatim: false },
  { path: 'requestMeta', verbatim: false },
  { path: 'toolConfigOverrides.*.inputOverrides', verbatim: false },
  { path: 'toolConfigOverrides.*.inputOverrides.*.constantValue', verbatim: true },
];
