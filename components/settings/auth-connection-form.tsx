'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { type AuthType, authTypes, secretMembers } from '@/server/contracts/auth-connection';
import { formOf, oneOf, openTexts, text, texts } from '../layout/kept-fields';
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

type Connection = Answers['authConnections']['list'][number];

const jwtMembers = ['issuer', 'audience', 'subject', 'algorithm', 'keyId', 'secretKey'] as const;
/** What is asked for, in this order; what the API knows besides keeps its default. */
const members = {
  bearer_auth: ['token'],
  basic_auth: ['username', 'password'],
  custom_header_auth: ['headerName', 'token'],
  oauth2_client_credentials: ['tokenUrl', 'clientId', 'clientSecret', 'scopes'],
  oauth2_jwt: ['tokenUrl', ...jwtMembers, 'scopes'],
  private_key_jwt: jwtMembers,
  mtls: ['clientCertificate', 'clientKey', 'caCertificate', 'keyPassphrase'],
} as const satisfies Readonly<Record<AuthType, readonly string[]>>;
type Member = (typeof members)[AuthType][number];

const optional = new Set<Member>(['scopes', 'keyId', 'caCertificate', 'keyPassphrase']);
const longTexts = new Set<Member>(['secretKey', 'clientCertificate', 'clientKey', 'caCertificate']);
const algorithms = ['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512'];

interface Draft {
  readonly name: string;
  readonly authType: AuthType;
  readonly values: Readonly<Partial<Record<Member, string>>>;
}

const readDraft = formOf<Draft>({ name: text, authType: oneOf(authTypes), values: texts });

/** A new connection, or changes to one there is; secrets go in and are not shown again. */
export function ConnectionForm({ connection, onDone }: { readonly connection: Connection | undefined; readonly onDone: () => void }) {
  const t = useTranslations('environment');
  const ui = useTranslations('ui');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm<Draft>({
    name: `connection.${connection?.id ?? 'new'}`,
    saved: { name: connection?.name ?? '', authType: connection?.authType ?? 'bearer_auth', values: shownOf(connection) },
    read: readDraft,
    withoutSecrets,
  });
  const { name, authType, values } = form.value;
  const onSuccess = async () => {
    form.forget();
    await queries.invalidateQueries({ queryKey: trpc.authConnections.pathKey() });
    onDone();
  };
  // What was typed lives in this component alone and goes with it.
  const create = useMutation(trpc.authConnections.create.mutationOptions({ gcTime: 0, onSuccess }));
  const update = useMutation(trpc.authConnections.update.mutationOptions({ gcTime: 0, onSuccess }));
  const problem = create.error?.message ?? update.error?.message;
  const asked: readonly Member[] = members[authType];
  const isSecret = (member: Member) => secretMembers[authType].includes(member);
  const isKept = (member: Member) => connection !== undefined && isSecret(member);
  const isMissing = name.trim() === '' || asked.some((member) => member !== 'algorithm' && !optional.has(member) && !isKept(member) && !values[member]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const config = { name: name.trim(), ...configOf(asked, values, isKept) };
    if (connection === undefined) create.mutate({ workspace: slug, config: { ...config, authType } });
    else update.mutate({ workspace: slug, connectionId: connection.id, changes: config });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      <Field label={t('name')}>
        {(control) => <Input value={name} maxLength={200} autoComplete="off" onChange={(event) => form.edit({ name: event.target.value })} {...control} />}
      </Field>
      {connection === undefined ? (
        <Field label={t('kind')}>
          {(control) => (
            <Select
              value={authType}
              onValueChange={(value) => form.edit({ authType: value as AuthType })}
              options={authTypes.map((value) => ({ value, label: t(`kinds.${value}`) }))}
              {...control}
            />
          )}
        </Field>
      ) : null}
      {asked.map((member) => (
        <Field
          key={member}
          label={t(`members.${member}`)}
          {...(isKept(member) ? { hint: t('kept') } : {})}
          {...(optional.has(member) ? { aside: ui('optional') } : {})}
        >
          {(control) => {
            const value = values[member] ?? '';
            const change = (next: string) => form.edit({ values: { ...values, [member]: next } });
            if (member === 'algorithm')
              return (
                <Select
                  value={value === '' ? 'HS256' : value}
                  onValueChange={change}
                  options={algorithms.map((each) => ({ value: each, label: each }))}
                  {...control}
                />
              );
            if (longTexts.has(member))
              return <Textarea className="font-mono text-xs" spellCheck={false} value={value} onChange={(event) => change(event.target.value)} {...control} />;
            return (
              <Input
                type={isSecret(member) ? 'password' : 'text'}
                autoComplete={isSecret(member) ? 'new-password' : 'off'}
                spellCheck={false}
                value={value}
                onChange={(event) => change(event.target.value)}
                {...control}
              />
            );
          }}
        </Field>
      ))}
      {problem === undefined ? null : <Notice tone="danger">{problem}</Notice>}
      <Button type="submit" look="primary" className="justify-self-end" isBusy={create.isPending || update.isPending} disabled={isMissing}>
        {connection === undefined ? t('create') : ui('save')}
      </Button>
    </form>
  );
}

/** What is secret in one kind may have been typed before another was chosen. */
function withoutSecrets(draft: Draft): Draft {
  const secret = new Set(Object.values(secretMembers).flat());
  return { ...draft, values: openTexts(draft.values, (member) => secret.has(member)) };
}

function shownOf(connection: Connection | undefined): Partial<Record<Member, string>> {
  if (connection === undefined) return {};
  return Object.fromEntries(
    members[connection.authType].map((member) => {
      const value = connection.settings[member];
      return [member, Array.isArray(value) ? value.join(' ') : typeof value === 'string' ? value : ''];
    }),
  );
}

function configOf(
  asked: readonly Member[],
  values: Readonly<Partial<Record<Member, string>>>,
  isKept: (member: Member) => boolean,
): Readonly<Record<string, unknown>> {
  const entries = asked.flatMap((member): readonly (readonly [string, unknown])[] => {
    const value = values[member] ?? '';
    if (member === 'scopes') return [[member, value.split(/\s+/).filter((part) => part !== '')]];
    if (member === 'algorithm') return [[member, value === '' ? 'HS256' : value]];
    if (value === '') return isKept(member) ? [] : optional.has(member) ? [[member, null]] : [[member, '']];
    return [[member, value]];
  });
  return Object.fromEntries(entries);
}
