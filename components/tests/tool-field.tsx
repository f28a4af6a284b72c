'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';

/** What every agent may have without a tool of the workspace. */
const systemTools = ['end_call', 'language_detection', 'skip_turn', 'transfer_to_agent', 'transfer_to_number', 'play_keypad_touch_tone', 'voicemail_detection'];

/** The tools of the workspace by id, and ours by name. */
export function useTestableTools() {
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const tools = useQuery({ ...trpc.tools.list.queryOptions({ workspace: slug, sortBy: 'name', pageSize: 100 }), enabled: may('tools:read') });
  return [
    ...(tools.data?.items.map(({ id, name, type }) => ({ id, name, type: type as string })) ?? []),
    ...systemTools.map((name) => ({ id: name, name, type: 'system' })),
  ];
}

export interface ToolFieldProps {
  readonly label: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (id: string, type: string) => void;
}

export function ToolField({ label, value, disabled, onChange }: ToolFieldProps) {
  const t = useTranslations('tests');
  const tools = useTestableTools();
  return (
    <Field label={label} className="max-w-96">
      {(control) => (
        <Combobox
          value={value}
          placeholder={t('chooseTool')}
          searchPlaceholder={t('searchTool')}
          emptyText={t('noTool')}
          options={tools.map(({ id, name, type }) => ({ value: id, label: name, detail: type }))}
          onValueChange={(id) => {
            const tool = tools.find((candidate) => candidate.id === id);
            if (!disabled && tool !== undefined) onChange(tool.id, tool.type);
          }}
          {...control}
        />
      )}
    </Field>
  );
}
