import { z } from 'zod';
import { type ResponseMock, responseMockSchema, type ToolConfig, toolConfigSchema, type WebhookTool } from '../../contracts/tool-config';
import { AppError } from '../../lib/app-error';
import { checkedInput } from '../checked-input';

/** A tool with its defaults. Throws `invalid_input` with the path of what is wrong. */
export function checkedToolConfig(input: unknown): ToolConfig {
  const config = checkedInput(toolConfigSchema, input, ['toolConfig']);
  if (config.type === 'webhook') checkWebhook(config);
  return config;
}

export function checkedMocks(input: unknown): ResponseMock[] {
  return checkedInput(z.array(responseMockSchema).max(50), input ?? [], ['responseMocks']);
}

/** Names in braces of a webhook's address: `https://example.com/orders/{order_id}`. Dynamic variables stand in double braces. */
export function pathPlaceholders(url: string): string[] {
  return [...url.replaceAll(/\{\{.*?\}\}/g, '').matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
}

function checkWebhook({ apiSchema, followRedirects, followRedirectsAllowedDomains }: WebhookTool): void {
  const known = new Set([...Object.keys(apiSchema.pathParamsSchema), ...apiSchema.authResolvedParams]);
  const placeholders = pathPlaceholders(apiSchema.url);
  const undescribed = placeholders.find((name) => !known.has(name));
  if (undescribed !== undefined) throw wrong(['apiSchema', 'pathParamsSchema'], `describes no {${undescribed}}, which the address has`);
  const unused = Object.keys(apiSchema.pathParamsSchema).find((name) => !placeholders.includes(name));
  if (unused !== undefined) throw wrong(['apiSchema', 'pathParamsSchema', unused], `is not in the address: write {${unused}} where it goes`);
  const query = apiSchema.queryParamsSchema;
  const missing = query?.required.find((name) => !Object.hasOwn(query.properties, name));
  if (missing !== undefined) throw wrong(['apiSchema', 'queryParamsSchema', 'required'], `names ${missing}, which is not described`);
  if (followRedirects && followRedirectsAllowedDomains.length === 0) {
    throw wrong(['followRedirectsAllowedDomains'], 'is needed to follow redirects');
  }
}

function wrong(path: readonly string[], what: string): AppError {
  return new AppError('invalid_input', `${path.join('.')} ${what}.`, { path: ['toolConfig', ...path] });
}
