'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ClientToolConfig, SystemToolConfig, ToolConfig, WebhookTool } from '@/server/contracts/tool-config';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Select } from '../ui/select';
import { SwitchRow } from '../ui/switch';
import { Textarea } from '../ui/textarea';
import type { ConfigProblem } from './tool-rules';
import { systemToolKinds } from './new-tool-kinds';
import { type ParameterPlace, type ParameterRow, parametersOf, parameterTypes, sourceOf, withParameters } from './tool-parameters';

export interface ToolFormProps {
  readonly config: ToolConfig;
  readonly onChange: (config: ToolConfig) => void;
  readonly problems: readonly ConfigProblem[];
  readonly disabled: boolean;
}

export function ToolForm({ config, onChange, problems, disabled }: ToolFormProps) {
  const t = useTranslations('tools');
  const set = (change: Readonly<Record<string, unknown>>) => onChange({ ...config, ...change } as ToolConfig);
  const problemOf = (path: string) => problems.find((problem) => problem.path === path)?.message;
  return (
    <div>
      <Section title={t('about')}>
        <Field label={t('name')} hint={t('nameHint')} error={config.name === '' ? undefined : problemOf('name')} className="max-w-lg">
          {(control) => (
            <Input
              value={config.name}
              maxLength={64}
              spellCheck={false}
              disabled={disabled}
              className="font-mono"
              onChange={(event) => set({ name: event.target.value.replace(/\s/g, '_') })}
              {...control}
            />
          )}
        </Field>
        <Field label={t('description')} hint={t('descriptionHint')} error={problemOf('description')}>
          {(control) => (
            <Textarea rows={3} value={config.description} disabled={disabled} onChange={(event) => set({ description: event.target.value })} {...control} />
          )}
        </Field>
      </Section>
      {isWebhook(config) ? <RequestSection config={config} set={set} problemOf={problemOf} disabled={disabled} /> : null}
      {isSystem(config) ? <SystemSection config={config} set={set} disabled={disabled} /> : null}
      {isWebhook(config) || isClient(config) ? <ParametersSection config={config} onChange={onChange} disabled={disabled} /> : null}
      {isWebhook(config) ? <HeadersSection config={config} set={set} disabled={disabled} /> : null}
      {isWebhook(config) || isClient(config) ? <CallSection config={config} set={set} problemOf={problemOf} disabled={disabled} /> : null}
      {isWebhook(config) || isClient(config) || isSystem(config) ? null : <Notice>{t('keptKind')}</Notice>}
    </div>
  );
}

interface PartProps<C> {
  readonly config: C;
  readonly set: (change: Readonly<Record<string, unknown>>) => void;
  readonly disabled: boolean;
}
interface CheckedPartProps<C> extends PartProps<C> {
  readonly problemOf: (path: string) => string | undefined;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

function RequestSection({ config, set, problemOf, disabled }: CheckedPartProps<WebhookTool>) {
  const t = useTranslations('tools');
  const { apiSchema } = config;
  const setApi = (change: Partial<WebhookTool['apiSchema']>) => set({ apiSchema: { ...apiSchema, ...change } });
  return (
    <Section title={t('request')} description={t('requestHelp')} className="border-t">
      <div className="grid gap-4 sm:grid-cols-[9rem_1fr]">
        <Field label={t('method')}>
          {(control) => (
            <Select
              value={apiSchema.method}
              disabled={disabled}
              onValueChange={(method) =>
                setApi({
                  method: methods.find((known) => known === method) ?? 'GET',
                })
              }
              options={methods.map((value) => ({ value, label: value }))}
              {...control}
            />
          )}
        </Field>
        <Field label={t('url')} error={apiSchema.url === '' ? undefined : problemOf('apiSchema.url')}>
          {(control) => (
            <Input
              inputMode="url"
              spellCheck={false}
              className="font-mono"
              placeholder="https://api.example.com/orders/{order_id}"
              value={apiSchema.url}
              disabled={disabled}
              onChange={(event) => setApi({ url: event.target.value })}
              {...control}
            />
          )}
        </Field>
      </div>
    </Section>
  );
}

function SystemSection({ config, set, disabled }: PartProps<SystemToolConfig>) {
  const t = useTranslations('tools');
  const kind = config.params.systemToolType;
  const kinds = systemToolKinds.some((known) => known === kind) ? systemToolKinds : [kind, ...systemToolKinds];
  return (
    <Section title={t('systemTool')} description={t('systemToolHelp')} className="border-t">
      <Field label={t('does')} className="max-w-lg">
        {(control) => (
          <Select
            value={kind}
            disabled={disabled}
            onValueChange={(systemToolType) =>
              set({
                params: { ...config.params, systemToolType },
                ...(config.name === kind ? { name: systemToolType } : {}),
              })
            }
            options={kinds.map((value) => {
              const known = systemToolKinds.find((each) => each === value);
              return {
                value,
                label: known === undefined ? value : t(`systemKinds.${known}`),
                detail: value,
              };
            })}
            {...control}
          />
        )}
      </Field>
    </Section>
  );
}

function ParametersSection({
  config,
  onChange,
  disabled,
}: {
  readonly config: WebhookTool | ClientToolConfig;
  readonly onChange: (config: ToolConfig) => void;
  readonly disabled: boolean;
}) {
  const t = useTranslations('tools');
  const rows = parametersOf(config);
  const usual: ParameterPlace =
    config.type === 'client' ? 'client' : config.apiSchema.method === 'GET' || config.apiSchema.method === 'DELETE' ? 'query' : 'body';
  const replace = (index: number, row: ParameterRow | undefined) =>
    onChange(
      withParameters(
        config,
        rows.flatMap((other, at) => (at === index ? (row === undefined ? [] : [row]) : [other])),
      ),
    );
  const add = () => {
    const taken = new Set(rows.map(({ name }) => name));
    let number = rows.length + 1;
    while (taken.has(`parameter_${number}`)) number++;
    onChange(
      withParameters(config, [
        ...rows,
        {
          place: usual,
          name: `parameter_${number}`,
          schema: { type: 'string', description: '' },
          isRequired: true,
        },
      ]),
    );
  };
  return (
    <Section title={t('parameters')} description={t('parametersHelp')} className="border-t">
      {rows.length === 0 ? <p className="text-sm text-ink-soft">{t('noParameters')}</p> : null}
      <ul className="grid gap-3">
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row keeps its place while its name is typed
          <li key={index} className="rounded-lg border bg-surface p-3.5">
            <ParameterFields
              row={row}
              isClient={config.type === 'client'}
              disabled={disabled}
              isTaken={(name) => rows.some((other, at) => at !== index && other.place === row.place && other.name === name)}
              onChange={(next) => replace(index, next)}
              onRemove={() => replace(index, undefined)}
            />
          </li>
        ))}
      </ul>
      {disabled ? null : (
        <Button className="justify-self-start" onClick={add}>
          <Plus aria-hidden />
          {t('addParameter')}
        </Button>
      )}
    </Section>
  );
}

interface ParameterFieldsProps {
  readonly row: ParameterRow;
  readonly isClient: boolean;
  readonly disabled: boolean;
  readonly isTaken: (name: string) => boolean;
  readonly onChange: (row: ParameterRow) => void;
  readonly onRemove: () => void;
}

const places = ['path', 'query', 'body'] as const;
const sources = ['model', 'variable', 'constant'] as const;

function ParameterFields({ row, isClient, disabled, isTaken, onChange, onRemove }: ParameterFieldsProps) {
  const t = useTranslations('tools');
  const source = sourceOf(row.schema);
  const text = (member: string) => (typeof row.schema[member] === 'string' || typeof row.schema[member] === 'number' ? String(row.schema[member]) : '');
  const setSchema = (change: Readonly<Record<string, unknown>>) => onChange({ ...row, schema: { ...row.schema, ...change } });
  const setSource = (next: string) => {
    const { dynamic_variable: _variable, constant_value: _constant, ...schema } = row.schema;
    onChange({
      ...row,
      schema: {
        ...schema,
        ...(next === 'variable' ? { dynamic_variable: 'name' } : next === 'constant' ? { constant_value: 'value' } : {}),
      },
    });
  };
  return (
    <div className="grid gap-3">
      <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_7.5rem_7.5rem_10rem_auto]">
        <Field label={t('parameterName')}>
          {(control) => (
            <Input
              value={row.name}
              spellCheck={false}
              className="font-mono"
              disabled={disabled}
              onChange={(event) => {
                const name = event.target.value.trim();
                // Two of one name would be one.
                if (!isTaken(name)) onChange({ ...row, name });
              }}
              {...control}
            />
          )}
        </Field>
        {isClient ? null : (
          <Field label={t('place')}>
            {(control) => (
              <Select
                value={row.place}
                disabled={disabled}
                onValueChange={(place) =>
                  onChange({
                    ...row,
                    place: places.find((known) => known === place) ?? row.place,
                  })
                }
                options={places.map((value) => ({
                  value,
                  label: t(`places.${value}`),
                }))}
                {...control}
              />
            )}
          </Field>
        )}
        {source === 'other' ? (
          <p className="pb-2 text-xs text-ink-soft sm:col-span-2">
            <Badge>{String(row.schema['type'])}</Badge> {t('editAsJson')}
          </p>
        ) : (
          <>
            <Field label={t('type')}>
              {(control) => (
                <Select
                  value={text('type')}
                  disabled={disabled}
                  onValueChange={(type) => setSchema({ type })}
                  options={parameterTypes.map((value) => ({
                    value,
                    label: t(`types.${value}`),
                  }))}
                  {...control}
                />
              )}
            </Field>
            <Field label={t('source')}>
              {(control) => (
                <Select
                  value={source}
                  disabled={disabled}
                  onValueChange={setSource}
                  options={sources.map((value) => ({
                    value,
                    label: t(`sources.${value}`),
                  }))}
                  {...control}
                />
              )}
            </Field>
          </>
        )}
        <Button look="quiet" size="icon" aria-label={t('removeParameter', { name: row.name })} disabled={disabled} onClick={onRemove}>
          <Trash2 aria-hidden />
        </Button>
      </div>
      {source === 'model' ? (
        <Field label={t('parameterHelp')}>
          {(control) => (
            <Input value={text('description')} disabled={disabled} onChange={(event) => setSchema({ description: event.target.value })} {...control} />
          )}
        </Field>
      ) : null}
      {source === 'variable' ? (
        <Field label={t('variable')} className="max-w-lg">
          {(control) => (
            <Input
              value={text('dynamic_variable')}
              className="font-mono"
              disabled={disabled}
              onChange={(event) => event.target.value !== '' && setSchema({ dynamic_variable: event.target.value })}
              {...control}
            />
          )}
        </Field>
      ) : null}
      {source === 'constant' ? (
        <Field label={t('constant')} className="max-w-lg">
          {(control) => (
            <Input
              value={text('constant_value')}
              className="font-mono"
              disabled={disabled}
              onChange={(event) =>
                event.target.value !== '' &&
                setSchema({
                  constant_value: typed(event.target.value, text('type')),
                })
              }
              {...control}
            />
          )}
        </Field>
      ) : null}
      {row.place === 'path' || source !== 'model' ? null : (
        <SwitchRow label={t('required')} checked={row.isRequired} disabled={disabled} onCheckedChange={(isRequired) => onChange({ ...row, isRequired })} />
      )}
    </div>
  );
}

function typed(value: string, type: string): string | number | boolean {
  if (type === 'boolean') return value === 'true';
  if ((type === 'number' || type === 'integer') && Number.isFinite(Number(value))) return Number(value);
  return value;
}

function HeadersSection({ config, set, disabled }: PartProps<WebhookTool>) {
  const t = useTranslations('tools');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const secrets = useQuery({
    ...trpc.secrets.list.queryOptions({ workspace: slug, pageSize: 100 }),
    enabled: may('secrets:read'),
  });
  const headers = Object.entries(config.apiSchema.requestHeaders);
  const setHeaders = (next: readonly (readonly [string, unknown])[]) =>
    set({
      apiSchema: {
        ...config.apiSchema,
        requestHeaders: Object.fromEntries(next),
      },
    });
  const replace = (index: number, entry: readonly [string, unknown] | undefined) =>
    setHeaders(headers.flatMap((other, at) => (at === index ? (entry === undefined ? [] : [entry]) : [other])));
  return (
    <Section title={t('headers')} description={t('headersHelp')} className="border-t">
      <ul className="grid gap-3">
        {headers.map(([name, value], index) => {
          const secretId = typeof value === 'object' && 'secretId' in value ? String(value.secretId) : '';
          const isOther = typeof value === 'object' && secretId === '';
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row keeps its place while its name is typed
            <li key={index} className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_11rem_minmax(0,1fr)_auto]">
              <Field label={t('headerName')}>
                {(control) => (
                  <Input
                    value={name}
                    spellCheck={false}
                    className="font-mono"
                    disabled={disabled}
                    onChange={(event) => {
                      const next = event.target.value.trim();
                      if (!headers.some(([other], at) => at !== index && other === next)) replace(index, [next, value]);
                    }}
                    {...control}
                  />
                )}
              </Field>
              <Field label={t('headerFrom')}>
                {(control) => (
                  <Select
                    value={isOther ? 'other' : secretId === '' ? '' : secretId}
                    disabled={disabled}
                    onValueChange={(next) => (next === 'other' ? undefined : replace(index, [name, next === '' ? '' : { secretId: next }]))}
                    options={[
                      { value: '', label: t('plainText') },
                      ...(isOther ? [{ value: 'other', label: t('editAsJson') }] : []),
                      ...(secrets.data?.items ?? []).map((secret) => ({
                        value: secret.id,
                        label: secret.name,
                        detail: t('secret'),
                      })),
                      ...(secretId !== '' && secrets.data?.items.some(({ id }) => id === secretId) !== true ? [{ value: secretId, label: t('secret') }] : []),
                    ]}
                    {...control}
                  />
                )}
              </Field>
              {typeof value === 'string' ? (
                <Field label={t('headerValue')}>
                  {(control) => (
                    <Input
                      value={value}
                      spellCheck={false}
                      className="font-mono"
                      disabled={disabled}
                      onChange={(event) => replace(index, [name, event.target.value])}
                      {...control}
                    />
                  )}
                </Field>
              ) : (
                <p className="pb-2 font-mono text-sm text-ink-faint">{isOther ? JSON.stringify(value) : '••••••'}</p>
              )}
              <Button look="quiet" size="icon" aria-label={t('removeHeader', { name })} disabled={disabled} onClick={() => replace(index, undefined)}>
                <Trash2 aria-hidden />
              </Button>
            </li>
          );
        })}
      </ul>
      {disabled ? null : (
        <Button className="justify-self-start" onClick={() => setHeaders([...headers, [freeName(headers), '']])}>
          <Plus aria-hidden />
          {t('addHeader')}
        </Button>
      )}
    </Section>
  );
}

function freeName(headers: readonly (readonly [string, unknown])[]): string {
  let name = 'X-Header';
  for (let number = 2; headers.some(([other]) => other === name); number++) name = `X-Header-${number}`;
  return name;
}

function CallSection({ config, set, problemOf, disabled }: CheckedPartProps<WebhookTool | ClientToolConfig>) {
  const t = useTranslations('tools');
  return (
    <Section title={t('call')} className="border-t">
      <Field label={t('timeout')} className="max-w-40" error={problemOf('responseTimeoutSecs')}>
        {(control) => (
          <Input
            type="number"
            min={1}
            max={300}
            value={config.responseTimeoutSecs}
            disabled={disabled}
            onChange={(event) =>
              set({
                responseTimeoutSecs: Number.parseInt(event.target.value, 10) || 1,
              })
            }
            {...control}
          />
        )}
      </Field>
      {config.type === 'client' ? (
        <SwitchRow
          label={t('expectsResponse')}
          hint={t('expectsResponseHint')}
          disabled={disabled}
          checked={config.expectsResponse}
          onCheckedChange={(expectsResponse) => set({ expectsResponse })}
        />
      ) : null}
      <Field label={t('execution')} className="max-w-lg">
        {(control) => (
          <Select
            value={config.executionMode}
            disabled={disabled}
            onValueChange={(executionMode) => set({ executionMode })}
            options={(['immediate', 'post_tool_speech', 'async'] as const).map((value) => ({ value, label: t(`executions.${value}`) }))}
            {...control}
          />
        )}
      </Field>
      <Field label={t('speech')} className="max-w-lg">
        {(control) => (
          <Select
            value={config.preToolSpeech}
            disabled={disabled}
            onValueChange={(preToolSpeech) => set({ preToolSpeech })}
            options={(['auto', 'force', 'off'] as const).map((value) => ({
              value,
              label: t(`speeches.${value}`),
            }))}
            {...control}
          />
        )}
      </Field>
    </Section>
  );
}

function isWebhook(config: ToolConfig): config is WebhookTool {
  return config.type === 'webhook';
}
function isClient(config: ToolConfig): config is ClientToolConfig {
  return config.type === 'client';
}
function isSystem(config: ToolConfig): config is SystemToolConfig {
  return config.type === 'system';
}
