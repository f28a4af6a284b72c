import { type ToolConfig, toolConfigSchema } from '@/server/contracts/tool-config';

export interface ConfigProblem {
  /** Such as `apiSchema.url`; empty for the document as a whole. */
  readonly path: string;
  readonly message: string;
}

export function textOfConfig(config: ToolConfig): string {
  return JSON.stringify(config, null, 2);
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
