'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
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

/** A new variable, or other values of one there is. */
export function VariableForm({ variable, onDone }: { readonly variable: Variable | undefined; readonly onDone: () => void }) {
  const t = useTranslations('environment');
  const ui = useTranslations('ui');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [label, setLabel] = useState(variable?.label ?? '');
  const [type, setType] = useState<VariableType>(variable?.type ?? 'string');
  const [values, setValues] = useState<Readonly<Record<string, string>>>(variable?.values ?? { [mainEnvironment]: '' });
  const [environment, setEnvironment] = useState('');
  const onSuccess = async () => {
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
    setValues({ ...values, [name]: '' });
    setEnvironment('');
  };
  const openTypes = types.filter((name) => name === 'string' || may('secrets:read'));
  return (
    <form onSubmit={submit} className="grid gap-4">
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
                onChange={(event) => setLabel(event.target.value)}
                {...control}
              />
            )}
          </Field>
          <Field label={t('type')}>
            {(control) => (
              <Select
                value={type}
                onValueChange={(next) => {
                  setType(next as VariableType);
                  // An id of one kind means nothing to another.
                  setValues(Object.fromEntries(Object.keys(values).map((name) => [name, ''])));
                }}
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
          onChange={(event) => setEnvironment(event.target.value)}
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
