'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { signInWithPassword } from '../auth/auth-client';
import { Failure } from '../layout/failure';
import { forgetAllWritten } from '../layout/kept-forms';
import { finishDeleting } from '../layout/use-leaving';
import { Page } from '../layout/page';
import { RestoredLine } from '../layout/restored-line';
import { useKeptText } from '../layout/use-kept-form';
import { useWorkspace } from '../layout/workspace-context';
import { type Answers, useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { toast } from '../ui/toaster';

const shortestPassword = 10;

export function AccountPage() {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const { may } = useWorkspace();
  const account = useQuery(trpc.account.get.queryOptions());
  return (
    <Page title={t('title')} width="narrow">
      {account.isError ? <Failure message={account.error.message} onRetry={() => void account.refetch()} /> : null}
      {account.isPending ? <Skeleton className="h-60" /> : null}
      {account.data === undefined ? null : (
        <div className="divide-y">
          <Profile account={account.data} />
          <Password email={account.data.email} hasPassword={account.data.hasPassword} />
          {may('workspace:write') ? <WorkspaceName /> : null}
          <Sessions />
        </div>
      )}
    </Page>
  );
}

function Profile({ account }: { readonly account: Answers['account']['get'] }) {
  const t = useTranslations('account');
  const ui = useTranslations('ui');
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const form = useKeptText('account.name', account.name ?? '');
  const name = form.value.text;
  const update = useMutation(
    trpc.account.update.mutationOptions({
      onSuccess: async () => {
        form.forget();
        toast.success(t('saved'));
        await queries.invalidateQueries({ queryKey: trpc.account.pathKey() });
        router.refresh();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ name: name.trim() });
  };
  return (
    <Section title={t('profile')}>
      <form onSubmit={submit} className="grid max-w-md gap-4">
        <RestoredLine form={form} />
        <Field label={t('name')} error={update.error?.message}>
          {(control) => <Input autoComplete="name" maxLength={100} value={name} onChange={(event) => form.set({ text: event.target.value })} {...control} />}
        </Field>
        <Field label={t('email')}>{(control) => <Input value={account.email} readOnly className="bg-sunken" {...control} />}</Field>
        <Button type="submit" className="justify-self-start" isBusy={update.isPending} disabled={name.trim() === '' || name.trim() === account.name}>
          {ui('save')}
        </Button>
      </form>
    </Section>
  );
}

function Password({ email, hasPassword }: { readonly email: string; readonly hasPassword: boolean }) {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation(
    trpc.account.changePassword.mutationOptions({
      // A new password ends every session, this one too; with it at hand this one begins again at once.
      onSuccess: async (_answer, { next: password }) => {
        const answer = await signInWithPassword(email, password, window.location.pathname);
        window.location.assign(answer.ok ? answer.url : '/sign-in');
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ next, ...(hasPassword ? { current } : {}) });
  };
  return (
    <Section title={t('password')} {...(hasPassword ? {} : { description: t('passwordHelp') })}>
      <form onSubmit={submit} className="grid max-w-md gap-4">
        {hasPassword ? (
          <Field label={t('currentPassword')}>
            {(control) => (
              <Input type="password" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} {...control} />
            )}
          </Field>
        ) : null}
        <Field label={t('newPassword')} hint={t('passwordHint')} error={change.error?.message}>
          {(control) => <Input type="password" autoComplete="new-password" value={next} onChange={(event) => setNext(event.target.value)} {...control} />}
        </Field>
        {change.isSuccess ? <Notice>{t('passwordChanged')}</Notice> : null}
        <Button
          type="submit"
          className="justify-self-start"
          isBusy={change.isPending || change.isSuccess}
          disabled={next.length < shortestPassword || (hasPassword && current === '')}
        >
          {hasPassword ? t('changePassword') : t('setPassword')}
        </Button>
      </form>
    </Section>
  );
}

function WorkspaceName() {
  const t = useTranslations('account');
  const ui = useTranslations('ui');
  const trpc = useTRPC();
  const router = useRouter();
  const workspace = useWorkspace();
  const form = useKeptText('workspace.name', workspace.name);
  const name = form.value.text;
  const rename = useMutation(
    trpc.workspaces.rename.mutationOptions({
      onSuccess: () => {
        form.forget();
        toast.success(t('saved'));
        router.refresh();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate({ workspace: workspace.slug, name: name.trim() });
  };
  return (
    <Section title={t('workspace')}>
      <form onSubmit={submit} className="grid max-w-md gap-4">
        <RestoredLine form={form} />
        <Field label={t('workspaceName')} error={rename.error?.message}>
          {(control) => <Input maxLength={100} value={name} onChange={(event) => form.set({ text: event.target.value })} {...control} />}
        </Field>
        <Button type="submit" className="justify-self-start" isBusy={rename.isPending} disabled={name.trim() === '' || name.trim() === workspace.name}>
          {ui('save')}
        </Button>
      </form>
    </Section>
  );
}

function Sessions() {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const signOut = useMutation(
    trpc.account.signOutEverywhere.mutationOptions({
      onMutate: finishDeleting,
      onSuccess() {
        forgetAllWritten();
        window.location.assign('/sign-in');
      },
    }),
  );
  return (
    <Section title={t('sessions')} description={t('sessionsHelp')}>
      {signOut.isError ? <Notice tone="danger">{signOut.error.message}</Notice> : null}
      <Button className="justify-self-start" isBusy={signOut.isPending} onClick={() => signOut.mutate()}>
        {t('signOutEverywhere')}
      </Button>
    </Section>
  );
}
