'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { formOf, oneOf, text, texts } from '../layout/kept-fields';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Select } from '../ui/select';
import { Textarea } from '../ui/textarea';

type Variable = Answers['environmentVariables']['list']['items'][number];
type VariableType = Variable['type'];

const types = ['string', 'secret', 'auth_connection'] as const satisfies readonly VariableType[];
const mainEnvironment = 'production';

interface Draft {
  readonly label: string;
  readonly type: VariableType;
  /** By environment. */
  readonly values: Readonly<Record<string, string>>;
  /** One that is to be added. */
  readonly environment: string;
}

const readDraft = formOf<Draft>({ label: text, type: oneOf<VariableType>(types), values: texts, environment: text });

/** A new variable, or other values of one there is. */
export function VariableForm({ variable, onDone }: { readonly variable: Variable | undefined; readonly onDone: () => void }) {
  const t = useTranslations('environment');
  const ui = useTranslations('ui');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm<Draft>({
    name: `variable.${variable?.id ?? 'new'}`,
    saved: { label: variable?.label ?? '', type: variable?.type ?? 'string', values: variable?.values ?? { [mainEnvironment]: '' }, environment: '' },
    read: readDraft,
    withoutSecrets,
  });
  const { label, type, values, environment } = form.value;
  const setValues = (next: Draft['values']) => form.edit({ values: next });
  const onSuccess = async () => {
    form.forget();
    await queries.invalidateQueries({ queryKey: trpc.environmentVariables.pathKey() });
    onDone();
  };
  const create = useMutation(trpc.environmentVariables.create.mutationOptions({ onSuccess }));
  const update = useMutation(trpc.environmentVariables.update.mutationOptions({ onSuccess }));
  const problem = create.error?.message ?? update.error?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (variable === undefined) create.mutate({ workspace: slug, label: label.trim(), type, values: { ...values } });
    else {
      const dropped = Object.keys(variable.values).filter((name) => !(name in values));
      update.mutate({ workspace: slug, variableId: variable.id, values: { ...values, ...Object.fromEntries(dropped.map((name) => [name, null])) } });
    }
  };
  const addEnvironment = () => {
    const name = environment.trim();
    if (name === '' || name in values) return;
    form.edit({ values: { ...values, [name]: '' }, environment: '' });
  };
  const openTypes = types.filter((name) => name === 'string' || may('secrets:read'));
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      {variable === undefined ? (
        <>
          <Field label={t('label')} hint={t('labelHelp')}>
            {(control) => (
              <Input
                className="font-mono"
                value={label}
                maxLength={100}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => form.edit({ label: event.target.value })}
                {...control}
              />
            )}
          </Field>
          <Field label={t('type')}>
            {(control) => (
              <Select
                value={type}
                // An id of one kind means nothing to another.
                onValueChange={(next) => form.edit({ type: next as VariableType, values: emptied(values) })}
                options={openTypes.map((name) => ({ value: name, label: t(`types.${name}`) }))}
                {...control}
              />
            )}
          </Field>
        </>
      ) : null}
      {Object.keys(values).map((name) => (
        <Field
          key={name}
          label={t('valueIn', { environment: name })}
          aside={
            name === mainEnvironment ? undefined : (
              <Button
                look="quiet"
                size="icon-sm"
                aria-label={t('dropEnvironment', { environment: name })}
                onClick={() => setValues(Object.fromEntries(Object.entries(values).filter(([other]) => other !== name)))}
              >
                <X aria-hidden />
              </Button>
            )
          }
        >
          {(control) => <ValueControl type={type} value={values[name] ?? ''} onChange={(value) => setValues({ ...values, [name]: value })} control={control} />}
        </Field>
      ))}
      <div className="flex gap-2">
        <Input
          aria-label={t('environment')}
          placeholder="staging"
          className="font-mono"
          value={environment}
          maxLength={50}
          onChange={(event) => form.edit({ environment: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            addEnvironment();
          }}
        />
        <Button disabled={environment.trim() === ''} onClick={addEnvironment}>
          {t('addEnvironment')}
        </Button>
      </div>
      {problem === undefined ? null : <Notice tone="danger">{problem}</Notice>}
      <Button
        type="submit"
        look="primary"
        className="justify-self-end"
        isBusy={create.isPending || update.isPending}
        disabled={label.trim() === '' || Object.values(values).some((value) => value === '')}
      >
        {variable === undefined ? t('create') : ui('save')}
      </Button>
    </form>
  );
}

/** Of a secret not even its id is kept in the browser. */
function withoutSecrets(draft: Draft): Draft {
  return draft.type === 'string' ? draft : { ...draft, values: emptied(draft.values) };
}

function emptied(values: Draft['values']): Draft['values'] {
  return Object.fromEntries(Object.keys(values).map((name) => [name, '']));
}

interface ValueControlProps {
  readonly type: VariableType;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly control: { readonly id: string; readonly 'aria-describedby': string | undefined; readonly 'aria-invalid': true | undefined };
}

function ValueControl({ type, value, onChange, control }: ValueControlProps) {
  const t = useTranslations('environment');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const secrets = useQuery({ ...trpc.secrets.list.queryOptions({ workspace: slug, pageSize: 100 }), enabled: type === 'secret' });
  const connections = useQuery({ ...trpc.authConnections.list.queryOptions({ workspace: slug }), enabled: type === 'auth_connection' });
  if (type === 'string')
    return <Textarea className="min-h-9 font-mono" rows={1} value={value} onChange={(event) => onChange(event.target.value)} {...control} />;
  const choices = type === 'secret' ? secrets.data?.items : connections.data;
  return (
    <Select
      value={value}
      placeholder={t('pick')}
      onValueChange={onChange}
      options={[{ value: '', label: t('pick') }, ...(choices ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
      {...control}
    />
  );
}
