import { z } from 'zod';
import { dynamicVariablesSchema } from './agent-config';
import { objectSchema, literalSchema } from './tool-parameters';

/**
 * A tool as it is stored and as an agent's document may hold it: the public API's members in camelCase. Parameter schemas are data and keep
 * their own spelling (`tool-parameters.ts`).
 */

export const toolTypes = ['webhook', 'client', 'system', 'mcp', 'api_integration_webhook'] as const;
export type ToolType = (typeof toolTypes)[number];

const toolName = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'must have 1 to 64 letters, digits, _ or -');

export const interruptionModeSchema = z.enum(['allow', 'disable_during_tool', 'disable_during_tool_and_turn']);
export const preToolSpeechSchema = z.enum(['auto', 'force', 'off']);
export const executionModeSchema = z.enum(['immediate', 'post_tool_speech', 'async']);
export const toolCallSoundSchema = z.enum(['typing', 'elevator1', 'elevator2', 'elevator3', 'elevator4']);

export const assignmentSchema = z.looseObject({
  source: z.literal('response').default('response'),
  dynamicVariable: z
    .string()
    .min(1)
    .max(200)
    .refine((name) => !name.startsWith('system__'), 'may not begin with system__'),
  valuePath: z.string().max(500),
  sanitize: z.boolean().default(false),
  preserveNativeType: z.boolean().default(false),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** How tools of every kind behave around their call. */
const behaviour = {
  name: toolName,
  description: z.string().max(20_000).default(''),
  responseTimeoutSecs: z.number().int().min(1).max(300).default(20),
  disableInterruptions: z.boolean().default(false),
  interruptionMode: interruptionModeSchema.default('allow'),
  forcePreToolSpeech: z.boolean().default(false),
  preToolSpeech: preToolSpeechSchema.default('auto'),
  assignments: z.array(assignmentSchema).max(100).default([]),
  toolCallSound: toolCallSoundSchema.nullish(),
  toolCallSoundBehavior: z.enum(['auto', 'always']).default('auto'),
  toolErrorHandlingMode: z.enum(['auto', 'summarized', 'passthrough', 'hide']).default('auto'),
};

const placeholders = z.looseObject({ dynamicVariablePlaceholders: dynamicVariablesSchema.default({}) }).prefault({});

/** A text, or where to take one from at the time of the call. */
export const locatedValueSchema = z.union([
  z.string().max(20_000),
  z.looseObject({ secretId: z.string().min(1) }),
  z.looseObject({ variableName: z.string().min(1) }),
  z.looseObject({ envVarLabel: z.string().min(1) }),
]);
export type LocatedValue = z.infer<typeof locatedValueSchema>;

export const authLocatorSchema = z.union([z.looseObject({ authConnectionId: z.string().min(1) }), z.looseObject({ envVarLabel: z.string().min(1) })]);
export type AuthLocator = z.infer<typeof authLocatorSchema>;

const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/, 'is not the name of a header');
export const requestHeadersSchema = z.record(headerName, locatedValueSchema);

const apiSchema = z.looseObject({
  url: z
    .string()
    .max(5_000)
    .regex(/^(https?:\/\/|\{\{)/i, 'must be an http or https address'),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  pathParamsSchema: z.record(z.string(), literalSchema).default({}),
  queryParamsSchema: z.looseObject({ properties: z.record(z.string(), literalSchema), required: z.array(z.string()).default([]) }).nullish(),
  requestBodySchema: objectSchema.nullish(),
  responseBodySchema: objectSchema.nullish(),
  responseFilter: z
    .looseObject({
      mode: z.enum(['all', 'allow', 'hide_all']).default('all'),
      filters: z.array(z.string().max(500)).max(200).default([]),
      contentType: z.literal('application/json').default('application/json'),
    })
    .nullish(),
  contentType: z.enum(['application/json', 'application/x-www-form-urlencoded']).default('application/json'),
  requestHeaders: requestHeadersSchema.default({}),
  authResolvedParams: z.array(z.string()).default([]),
  authConnection: authLocatorSchema.nullish(),
});

export const webhookToolSchema = z.looseObject({
  type: z.literal('webhook'),
  ...behaviour,
  responseTimeoutSecs: z.number().int().min(5).max(300).default(20),
  dynamicVariables: placeholders,
  executionMode: executionModeSchema.default('immediate'),
  apiSchema,
  followRedirects: z.boolean().default(false),
  followRedirectsAllowedDomains: z.array(z.string().max(253)).max(20).default([]),
});
export type WebhookTool = z.output<typeof webhookToolSchema>;

export const clientToolSchema = z.looseObject({
  type: z.literal('client'),
  ...behaviour,
  responseTimeoutSecs: z.number().int().min(1).max(120).default(20),
  parameters: objectSchema.nullish(),
  expectsResponse: z.boolean().default(false),
  dynamicVariables: placeholders,
  executionMode: executionModeSchema.default('immediate'),
});
export type ClientToolConfig = z.output<typeof clientToolSchema>;

const systemToolSchema = z.looseObject({
  type: z.literal('system'),
  ...behaviour,
  params: z.looseObject({ systemToolType: z.string().min(1).max(100) }),
});

export type SystemToolConfig = z.output<typeof systemToolSchema>;

/** Kinds whose calls this installation cannot make; they are kept as they came. */
const keptToolSchema = z.looseObject({ type: z.enum(['mcp', 'api_integration_webhook']), name: toolName.default('tool'), description: z.string().default('') });

export const toolConfigSchema = z.discriminatedUnion('type', [webhookToolSchema, clientToolSchema, systemToolSchema, keptToolSchema]);
export type ToolConfig = z.output<typeof toolConfigSchema>;

const conditionSchema = z.looseObject({
  path: z.string().max(500),
  eval: z.discriminatedUnion('type', [
    z.looseObject({ type: z.literal('anything') }),
    z.looseObject({ type: z.literal('exact'), expectedValue: z.string() }),
    z.looseObject({ type: z.literal('regex'), pattern: z.string().max(1_000) }),
    z.looseObject({ type: z.literal('llm'), description: z.string() }),
  ]),
});

export const responseMockSchema = z.looseObject({
  parameterConditions: z.array(conditionSchema).max(50).default([]),
  mockResult: z.string().max(100_000),
  isError: z.boolean().default(false),
});
export type ResponseMock = z.output<typeof responseMockSchema>;

/** Members whose keys are data, as in `freeKeyedPaths` of the agent document, below the tool's own config. */
export const toolFreeKeyedPaths: readonly { readonly path: string; readonly verbatim: boolean }[] = [
  { path: 'dynamicVariables.dynamicVariablePlaceholders', verbatim: true },
  { path: 'parameters', verbatim: true },
  { path: 'apiSchema.pathParamsSchema', verbatim: true },
  { path: 'apiSchema.queryParamsSchema', verbatim: true },
  { path: 'apiSchema.requestBodySchema', verbatim: true },
  { path: 'apiSchema.responseBodySchema', verbatim: true },
  { path: 'apiSchema.requestHeaders', verbatim: false },
  { path: 'params.procedures', verbatim: false },
];
