'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Failure } from '../layout/failure';
import { formOf, oneOf, text } from '../layout/kept-fields';
import { Refused } from '../layout/refused';
import { RestoredLine } from '../layout/restored-line';
import { useKeptForm } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { optimistic } from '../trpc/optimistic';
import { useRefusal } from '../trpc/use-refusal';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Card, Section } from '../ui/card';
import { CodeBlock } from '../ui/code-block';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Dialog, DialogContent } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { Switch } from '../ui/switch';

type Account = Answers['serviceAccounts']['list'][number];
type Key = Account['keys'][number];

/** What keys are usually made for, in words of the public API. */
const grants = {
  usual: [],
  read: ['convai_read'],
  write: ['convai_read', 'convai_write'],
  speech: ['text_to_speech', 'speech_to_text', 'voices_read'],
  audit: ['audit_log_read'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
type Grant = keyof typeof grants;
const grantNames = Object.keys(grants) as Grant[];

/** Users that are programs, with their keys. */
export function ServiceAccounts() {
  const t = useTranslations('apiKeys');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const [open, setOpen] = useState<'new' | Account>();
  const accounts = useQuery(trpc.serviceAccounts.list.queryOptions({ workspace: slug }));
  const refusal = useRefusal(trpc.serviceAccounts.setKeyEnabled.mutationKey(), trpc.serviceAccounts.deleteKey.mutationKey());
  const mayWrite = may('api-keys:write');
  return (
    <Section
      title={t('accountsTitle')}
      description={t('accountsHelp')}
      className="border-t pt-7"
      actions={
        mayWrite ? (
          <Button onClick={() => setOpen('new')}>
            <Plus aria-hidden />
            {t('newAccount')}
          </Button>
        ) : null
      }
    >
      {accounts.isError ? <Failure message={accounts.error.message} onRetry={() => void accounts.refetch()} /> : null}
      <Refused why={refusal} />
      {accounts.isPending ? <Skeleton className="h-24" /> : null}
      {accounts.data?.length === 0 ? <p className="text-sm text-ink-soft">{t('noAccounts')}</p> : null}
      {accounts.data?.map((account) => (
        <Card key={account.id} className="grid gap-3 p-4">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h3 className="font-medium">{account.name}</h3>
            {mayWrite ? (
              <Button size="sm" aria-label={t('newKeyFor', { name: account.name })} onClick={() => setOpen(account)}>
                <Plus aria-hidden />
                {t('newKeyShort')}
              </Button>
            ) : null}
          </div>
          {account.keys.length === 0 ? (
            <p className="text-sm text-ink-faint">{t('noKeys')}</p>
          ) : (
            <ul className="grid gap-2">
              {account.keys.map((key) => (
                <KeyLine key={key.id} account={account} apiKey={key} />
              ))}
            </ul>
          )}
        </Card>
      ))}
      <Dialog open={open !== undefined} onOpenChange={(isOpen) => (isOpen ? undefined : setOpen(undefined))}>
        {open === undefined ? null : (
          <DialogContent
            title={open === 'new' ? t('newAccount') : t('newKeyFor', { name: open.name })}
            {...(open === 'new' ? { description: t('newAccountHelp') } : {})}
          >
            {open === 'new' ? <NewAccountForm onDone={() => setOpen(undefined)} /> : <NewKeyForm account={open} onDone={() => setOpen(undefined)} />}
          </DialogContent>
        )}
      </Dialog>
    </Section>
  );
}

function KeyLine({ account, apiKey }: { readonly account: Account; readonly apiKey: Key }) {
  const t = useTranslations('apiKeys');
  const { slug, may } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => Promise.all([trpc.serviceAccounts, trpc.apiKeys].map((router) => queries.invalidateQueries({ queryKey: router.pathKey() })));
  const withKeys = <V,>(change: (keys: Account['keys'], variables: V) => Account['keys']) =>
    optimistic(queries, trpc.serviceAccounts.list.pathKey(), (list: readonly Account[], variables: V) =>
      list.map((each) => ({ ...each, keys: change(each.keys, variables) })),
    );
  const setEnabled = useMutation(
    trpc.serviceAccounts.setKeyEnabled.mutationOptions({
      ...withKeys((keys, { keyId, isEnabled }: { keyId: string; isEnabled: boolean }) =>
        keys.map((key) => (key.id === keyId ? { ...key, isDisabled: !isEnabled } : key)),
      ),
      onSettled: refresh,
    }),
  );
  const remove = useMutation(
    trpc.serviceAccounts.deleteKey.mutationOptions({
      ...withKeys((keys, { keyId }: { keyId: string }) => keys.filter(({ id }) => id !== keyId)),
      onSettled: refresh,
    }),
  );
  const grant = grantOf(apiKey.permissions);
  const ids = { workspace: slug, serviceAccountId: account.id, keyId: apiKey.id };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t pt-2 text-sm">
      <span className="min-w-40 flex-1">
        <span className="font-medium">{apiKey.name}</span> <span className="font-mono text-xs text-ink-faint">{apiKey.prefix}…</span>
        <span className="block text-xs text-ink-soft">
          {grant === undefined ? t('grants.other', { count: apiKey.permissions.length }) : t(`grants.${grant}`)} ·{' '}
          {apiKey.allowedIps.length === 0 ? t('anywhere') : apiKey.allowedIps.join(', ')}
        </span>
      </span>
      {apiKey.isDisabled ? <Badge>{t('off')}</Badge> : null}
      {may('api-keys:write') ? (
        <>
          <Switch
            aria-label={t('enabled', { name: apiKey.name })}
            checked={!apiKey.isDisabled}
            disabled={setEnabled.isPending}
            onCheckedChange={(isEnabled) => setEnabled.mutate({ ...ids, isEnabled })}
          />
          <ConfirmDialog
            trigger={
              <Button look="danger-quiet" size="sm">
                {t('revoke')}
              </Button>
            }
            title={t('revokeTitle', { name: apiKey.name })}
            description={t('revokeHelp')}
            confirmLabel={t('revoke')}
            typeToConfirm={apiKey.name}
            onConfirm={async () => {
              await remove.mutateAsync(ids);
            }}
          />
        </>
      ) : null}
    </li>
  );
}

function grantOf(words: readonly string[]): Grant | undefined {
  return grantNames.find((name) => grants[name].length === words.length && grants[name].every((word) => words.includes(word)));
}

const newAccount = { name: '' };
const readAccount = formOf<typeof newAccount>({ name: text });

function NewAccountForm({ onDone }: { readonly onDone: () => void }) {
  const t = useTranslations('apiKeys');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm({ name: 'service-account.new', saved: newAccount, read: readAccount });
  const { name } = form.value;
  const create = useMutation(
    trpc.serviceAccounts.create.mutationOptions({
      onSuccess: async () => {
        form.forget();
        await queries.invalidateQueries({ queryKey: trpc.serviceAccounts.pathKey() });
        onDone();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ workspace: slug, name: name.trim() });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      <Field label={t('name')} error={create.error?.message}>
        {(control) => <Input value={name} maxLength={100} onChange={(event) => form.edit({ name: event.target.value })} {...control} />}
      </Field>
      <Button type="submit" look="primary" className="justify-self-end" isBusy={create.isPending} disabled={name.trim() === ''}>
        {t('create')}
      </Button>
    </form>
  );
}

interface NewKey {
  readonly name: string;
  readonly grant: Grant;
  /** As typed: addresses between commas, spaces or lines. */
  readonly ips: string;
}

const newKey: NewKey = { name: '', grant: 'usual', ips: '' };
const readKey = formOf<NewKey>({ name: text, grant: oneOf(grantNames), ips: text });

function NewKeyForm({ account, onDone }: { readonly account: Account; readonly onDone: () => void }) {
  const t = useTranslations('apiKeys');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useKeptForm({ name: `service-account.${account.id}.key`, saved: newKey, read: readKey });
  const { name, grant, ips } = form.value;
  // The key lives in this component alone and goes with it.
  const create = useMutation(
    trpc.serviceAccounts.createKey.mutationOptions({
      gcTime: 0,
      onSuccess() {
        form.forget();
        return Promise.all([trpc.serviceAccounts, trpc.apiKeys].map((router) => queries.invalidateQueries({ queryKey: router.pathKey() })));
      },
    }),
  );
  if (create.isSuccess) {
    return (
      <div className="grid gap-4">
        <Notice tone="warn" title={t('createdTitle')}>
          {t('createdHelp')}
        </Notice>
        <CodeBlock code={create.data.key} />
        <Button look="primary" className="justify-self-end" onClick={onDone}>
          {t('done')}
        </Button>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const allowedIps = ips.split(/[\s,]+/).filter((part) => part !== '');
    create.mutate({ workspace: slug, serviceAccountId: account.id, name: name.trim(), permissions: [...grants[grant]], allowedIps });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <RestoredLine form={form} />
      <Field label={t('name')}>
        {(control) => <Input value={name} maxLength={100} onChange={(event) => form.edit({ name: event.target.value })} {...control} />}
      </Field>
      <Field label={t('may')}>
        {(control) => (
          <Select
            value={grant}
            onValueChange={(value) => form.edit({ grant: value as Grant })}
            options={grantNames.map((value) => ({ value, label: t(`grants.${value}`) }))}
            {...control}
          />
        )}
      </Field>
      <Field label={t('ips')} hint={t('ipsHelp')} error={create.error?.message}>
        {(control) => (
          <Input className="font-mono" placeholder="203.0.113.0/24" value={ips} onChange={(event) => form.edit({ ips: event.target.value })} {...control} />
        )}
      </Field>
      <Button type="submit" look="primary" className="justify-self-end" isBusy={create.isPending} disabled={name.trim() === ''}>
        {t('create')}
      </Button>
    </form>
  );
}
