import type { ToolConfig } from '@/server/contracts/tool-config';

export function textOfConfig(config: ToolConfig): string {
  return JSON.stringify(config, null, 2);
}
