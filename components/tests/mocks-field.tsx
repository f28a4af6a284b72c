'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '../ui/button';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';
import { SwitchRow } from '../ui/switch';
import { Textarea } from '../ui/textarea';
import { MatchersField } from './matchers-field';
import { fallbackStrategies, mockingStrategies, type TestDocument, type ToolMock } from './test-document';
import { useTestableTools } from './tool-field';

export interface MocksFieldProps {
  readonly document: TestDocument;
  readonly disabled: boolean;
  readonly onChange: (changes: TestDocument) => void;
}

/** Which tools answer from here instead of being called, and with what. */
export function MocksField({ document, disabled, onChange }: MocksFieldProps) {
  const t = useTranslations('tests');
  const tools = useTestableTools();
  const config = document.tool_mock_config ?? {};
  const overrides = document.tool_mock_overrides ?? {};
  const strategy = config.mocking_strategy ?? 'none';
  const listed = [...new Set([...Object.keys(overrides), ...(strategy === 'selected' ? (config.mocked_tool_ids ?? []) : [])])];
  const nameOf = (id: string) => tools.find((tool) => tool.id === id)?.name ?? id;
  const setMocks = (id: string, mocks: readonly ToolMock[]) => onChange({ tool_mock_overrides: { ...overrides, [id]: mocks } });
  const add = (id: string) =>
    onChange({
      tool_mock_overrides: { ...overrides, [id]: overrides[id] ?? [{ mock_result: '' }] },
      tool_mock_config: { ...config, mocked_tool_ids: [...new Set([...(config.mocked_tool_ids ?? []), id])] },
    });
  const remove = (id: string) =>
    onChange({
      tool_mock_overrides: Object.fromEntries(Object.entries(overrides).filter(([tool]) => tool !== id)),
      tool_mock_config: { ...config, mocked_tool_ids: (config.mocked_tool_ids ?? []).filter((tool) => tool !== id) },
    });
  return (
    <div className="grid gap-4">
      <div className="grid justify-items-start gap-2">
        <p className="text-sm font-medium">{t('strategy')}</p>
        <Segmented
          aria-label={t('strategy')}
          value={strategy}
          disabled={disabled}
          options={mockingStrategies.map((value) => ({ value, label: t(`strategies.${value}`) }))}
          onValueChange={(value) => {
            const chosen = mockingStrategies.find((known) => known === value);
            if (chosen !== undefined) onChange({ tool_mock_config: { ...config, mocking_strategy: chosen } });
          }}
        />
        <p className="text-xs text-ink-faint">{t(`strategyHints.${strategy}`)}</p>
      </div>
      {strategy === 'none' ? null : (
        <>
          <Field label={t('fallback')} className="max-w-96">
            {(control) => (
              <Select
                value={config.fallback_strategy ?? 'raise_error'}
                disabled={disabled}
                options={fallbackStrategies.map((value) => ({ value, label: t(`fallbacks.${value}`) }))}
                onValueChange={(value) => {
                  const chosen = fallbackStrategies.find((known) => known === value);
                  if (chosen !== undefined) onChange({ tool_mock_config: { ...config, fallback_strategy: chosen } });
                }}
                {...control}
              />
            )}
          </Field>
          {listed.map((id) => (
            <section key={id} aria-label={nameOf(id)} className="grid gap-3 rounded-lg border bg-surface p-4">
              <div className="flex items-center justify-between gap-2">
                <h3 className="font-mono text-sm font-medium">{nameOf(id)}</h3>
                {disabled ? null : (
                  <Button look="quiet" size="icon-sm" aria-label={t('removeMock', { name: nameOf(id) })} onClick={() => remove(id)}>
                    <X aria-hidden />
                  </Button>
                )}
              </div>
              {(overrides[id] ?? []).map((mock, index) => {
                const mocks = overrides[id] ?? [];
                const change = (changes: Partial<ToolMock>) =>
                  setMocks(
                    id,
                    mocks.map((one, at) => (at === index ? { ...one, ...changes } : one)),
                  );
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: answers have no name but their place, which says which fits first
                  <div key={index} className="grid gap-3 border-t pt-3 first-of-type:border-t-0 first-of-type:pt-0">
                    <Field label={t('answer', { number: index + 1 })}>
                      {(control) => (
                        <Textarea
                          rows={2}
                          className="font-mono text-xs"
                          value={mock.mock_result}
                          disabled={disabled}
                          onChange={(event) => change({ mock_result: event.target.value })}
                          {...control}
                        />
                      )}
                    </Field>
                    <SwitchRow
                      label={t('answerIsError')}
                      checked={mock.is_error === true}
                      disabled={disabled}
                      onCheckedChange={(isOn) => change({ is_error: isOn })}
                    />
                    <MatchersField
                      label={t('answerWhen')}
                      matchers={mock.parameter_conditions ?? []}
                      disabled={disabled}
                      onChange={(conditions) => change({ parameter_conditions: conditions })}
                    />
                    {disabled || mocks.length < 2 ? null : (
                      <Button
                        size="sm"
                        look="danger-quiet"
                        className="justify-self-start"
                        onClick={() =>
                          setMocks(
                            id,
                            mocks.filter((_, at) => at !== index),
                          )
                        }
                      >
                        {t('removeAnswer', { number: index + 1 })}
                      </Button>
                    )}
                  </div>
                );
              })}
              {disabled ? null : (
                <Button size="sm" className="justify-self-start" onClick={() => setMocks(id, [...(overrides[id] ?? []), { mock_result: '' }])}>
                  <Plus aria-hidden />
                  {t('addAnswer')}
                </Button>
              )}
            </section>
          ))}
          {disabled ? null : (
            <Field label={t('addMock')} className="max-w-96">
              {(control) => (
                <Combobox
                  value=""
                  placeholder={t('chooseTool')}
                  searchPlaceholder={t('searchTool')}
                  emptyText={t('noTool')}
                  options={tools.filter(({ id }) => !listed.includes(id)).map(({ id, name, type }) => ({ value: id, label: name, detail: type }))}
                  onValueChange={add}
                  {...control}
                />
              )}
            </Field>
          )}
        </>
      )}
    </div>
  );
}
