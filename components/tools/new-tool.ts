import { type ToolConfig, toolConfigSchema } from '@/server/contracts/tool-config';
import type { NewToolKind } from './new-tool-kinds';

/** A tool to begin with: whole but for what only its author knows. */
export function newTool(kind: NewToolKind): ToolConfig {
  const config = toolConfigSchema.parse(starters[kind]);
  return kind === 'system'
    ? config
    : ({ ...config, name: '', ...('apiSchema' in config ? { apiSchema: { ...(config.apiSchema as object), url: '' } } : {}) } as ToolConfig);
}

const starters = {
  webhook: { type: 'webhook', name: 'tool', apiSchema: { url: 'https://', method: 'POST' } },
  client: { type: 'client', name: 'tool', expectsResponse: true },
  system: { type: 'system', name: 'end_call', params: { systemToolType: 'end_call' } },
} as const;
