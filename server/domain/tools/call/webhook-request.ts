import type { DynamicVariables } from '../../../contracts/agent-config';
import type { WebhookTool } from '../../../contracts/tool-config';
import { isSet } from '../../../contracts/tool-parameters';
import { type LocatedHeaders, locatedHeaders } from './located-headers';
import type { Masking } from './masking';
import { checkConstraints, type FillContext, filledValue } from './parameters';
import { fillTemplate } from './template';
import type { ValueSources } from './value-sources';
import { type Slot, slotsOf } from './webhook-slots';

export interface WebhookRequest {
  readonly method: WebhookTool['apiSchema']['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the request was, for transcripts and lists: nothing secret. */
export interface WebhookDetails {
  readonly type: 'webhook';
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pathParams: Readonly<Record<string, string>>;
  readonly queryParams: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export type BuiltRequest = { readonly request: WebhookRequest; readonly details: WebhookDetails } | { readonly problems: readonly string[] };

export interface RequestInput {
  /** As the model gave them. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly variables: DynamicVariables;
}

/** Fills a webhook's request from the model's arguments, variables, constants and what the workspace has stored; or says what is wrong with the arguments. */
export async function webhookRequest(tool: WebhookTool, input: RequestInput, sources: ValueSources, masking: Masking): Promise<BuiltRequest> {
  const { apiSchema } = tool;
  const context: FillContext = { variables: { ...tool.dynamicVariables.dynamicVariablePlaceholders, ...input.variables }, problems: [] };
  const slots = slotsOf(tool);
  const pathParams = textsOf(slots, 'path', input, context);
  const queryParams = textsOf(slots, 'query', input, context);
  const body = bodyOf(tool, slots, input, context);
  const located = await locatedHeaders(apiSchema.requestHeaders, context.variables, sources, masking);
  const url = addressOf(apiSchema.url, pathParams, queryParams, context);
  context.problems.push(...located.missing.map((name) => `the variable ${name} of a header has no value`));
  if (context.problems.length > 0) return { problems: context.problems };
  const sent = withBodyHeader(located, apiSchema.contentType, body);
  return {
    request: { method: apiSchema.method, url, headers: sent.headers, ...(body === undefined ? {} : { body }) },
    details: { type: 'webhook', method: apiSchema.method, url, headers: sent.shown, pathParams, queryParams, body: body ?? null },
  };
}

function textsOf(slots: readonly Slot[], place: Slot['place'], input: RequestInput, context: FillContext): Record<string, string> {
  return Object.fromEntries(
    slots
      .filter((slot) => slot.place === place)
      .flatMap((slot) => {
        const value = slotValue(slot, input, context);
        return value === undefined ? [] : [[slot.name, String(value)] as const];
      }),
  );
}

function slotValue(slot: Slot, { parameters }: RequestInput, context: FillContext): unknown {
  const given = Object.hasOwn(parameters, slot.argument) ? parameters[slot.argument] : undefined;
  const value = filledValue(slot.schema, given, slot.argument, context);
  if (value === undefined && slot.isRequired && !context.problems.some((problem) => problem.startsWith(`${slot.argument} `))) {
    context.problems.push(`${slot.argument} is required`);
  }
  return value;
}

function bodyOf(tool: WebhookTool, slots: readonly Slot[], input: RequestInput, context: FillContext): string | undefined {
  const { method, requestBodySchema: schema, contentType } = tool.apiSchema;
  if (method === 'GET' || schema === null || schema === undefined || schema.is_omitted) return undefined;
  const isWhole = schema.dynamic_variable !== '' || isSet(schema.constant_value);
  const members = isWhole ? undefined : membersOf(slots, input, context);
  if (members !== undefined) checkConstraints(schema, members, '', context);
  const value = members ?? filledValue(schema, undefined, 'body', context);
  if (value === undefined) return undefined;
  return contentType === 'application/json' ? JSON.stringify(value) : formOf(value).toString();
}

function membersOf(slots: readonly Slot[], input: RequestInput, context: FillContext): Record<string, unknown> {
  return Object.fromEntries(
    slots
      .filter((slot) => slot.place === 'body')
      .flatMap((slot) => {
        const value = slotValue(slot, input, context);
        return value === undefined ? [] : [[slot.name, value] as const];
      }),
  );
}

/** Nested values go into a form as JSON text, lists as the same name again. */
function formOf(value: unknown): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, member] of Object.entries(value as Record<string, unknown>)) {
    for (const each of Array.isArray(member) ? (member as unknown[]) : [member]) {
      form.append(name, typeof each === 'object' && each !== null ? JSON.stringify(each) : String(each));
    }
  }
  return form;
}

function addressOf(
  template: string,
  pathParams: Readonly<Record<string, string>>,
  queryParams: Readonly<Record<string, string>>,
  context: FillContext,
): string {
  // A variable at the very beginning is an address or its origin; elsewhere it is a part, and may not add parts of its own.
  const head = /^\{\{.*?\}\}/.exec(template)?.[0] ?? '';
  const origin = fillTemplate(head, context.variables, { maySecrets: false });
  const rest = fillTemplate(template.slice(head.length), context.variables, { maySecrets: false, encode: encodeURIComponent });
  context.problems.push(...[...origin.missing, ...rest.missing].map((name) => `the variable ${name} of the address has no value`));
  const path = `${origin.text}${rest.text}`.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => partOf(pathParams[name], whole));
  if (!URL.canParse(path)) {
    context.problems.push('the address that results is not a URL');
    return path;
  }
  const url = new URL(path);
  for (const [name, value] of Object.entries(queryParams)) url.searchParams.append(name, value);
  return url.href;
}

/** `.` and `..` would climb out of the path however they are written. */
function partOf(value: string | undefined, placeholder: string): string {
  if (value === undefined) return placeholder;
  return /^\.{1,2}$/.test(value) ? value.replaceAll('.', '%252E') : encodeURIComponent(value);
}

function withBodyHeader(
  located: LocatedHeaders,
  contentType: string,
  body: string | undefined,
): { headers: Record<string, string>; shown: Record<string, string> } {
  if (body === undefined || located.headers['content-type'] !== undefined) return located;
  return { headers: { ...located.headers, 'content-type': contentType }, shown: { ...located.shown, 'content-type': contentType } };
}
