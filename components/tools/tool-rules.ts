import { type ToolConfig, toolConfigSchema } from '@/server/contracts/tool-config';

export interface ConfigProblem {
  /** Such as `apiSchema.url`; empty for the document as a whole. */
  readonly path: string;
  readonly message: string;
}

export function problemsOf(config: unknown): readonly ConfigProblem[] {
  const { success, error } = toolConfigSchema.safeParse(config);
  return success
    ? []
    : error.issues.map(({ path, message }) => ({
        path: path.map(String).join('.'),
        message,
      }));
}

/** The tool of this kind that a text stands for, or what is wrong with it. */
export function readConfigText(text: string, type: ToolConfig['type']): { readonly config: ToolConfig } | { readonly problems: readonly ConfigProblem[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      problems: [
        {
          path: '',
          message: error instanceof Error ? error.message : String(error),
        },
      ],
    };
  }
  const parsed = toolConfigSchema.safeParse(value);
  if (!parsed.success) return { problems: problemsOf(value) };
  if (parsed.data.type !== type) return { problems: [{ path: 'type', message: type }] };
  return { config: parsed.data };
}

/** A tool that was being written. It may be wrong in its values, but it has to be a tool. */
export function keptTool(kept: unknown): ToolConfig | undefined {
  return typeof kept === 'object' && kept !== null && 'type' in kept && toolConfigSchema.safeParse({ ...kept, ...filled(kept) }).success
    ? (kept as ToolConfig)
    : undefined;
}

/** Stands for what is not filled in yet. */
function filled(value: object): object {
  const api = 'apiSchema' in value && typeof value.apiSchema === 'object' ? { apiSchema: { ...value.apiSchema, url: 'https://x' } } : {};
  return { name: 'x', ...api };
}
