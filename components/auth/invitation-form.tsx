'use client';

import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { signInWithPassword, signOut } from './auth-client';

const shortestPassword = 10;

export interface InvitationFormProps {
  readonly token: string;
  readonly email: string;
  readonly isNewPerson: boolean;
  /** Who is signed in in this browser, if anyone. */
  readonly signedInAs: string | undefined;
}

/** Joins a workspace: newcomers say who they are and choose a password, others join with the account they have. */
export function InvitationForm({ token, email, isNewPerson, signedInAs }: InvitationFormProps) {
  const t = useTranslations('auth');
  const here = `/invite/${token}`;
  if (signedInAs !== undefined && signedInAs !== email) {
    const change = async () => {
      await signOut();
      window.location.assign(isNewPerson ? here : `/sign-in?next=${encodeURIComponent(here)}&email=${encodeURIComponent(email)}`);
    };
    return (
      <div className="grid justify-items-start gap-4">
        <Notice tone="warn">{t('inviteOther', { email: signedInAs, invited: email })}</Notice>
        <Button onClick={() => void change()}>{t('otherWay')}</Button>
      </div>
    );
  }
  if (signedInAs === undefined && !isNewPerson) {
    return (
      <Button asChild look="primary" size="lg">
        <Link href={`/sign-in?next=${encodeURIComponent(here)}&email=${encodeURIComponent(email)}`}>{t('inviteSignIn')}</Link>
      </Button>
    );
  }
  return <AcceptForm token={token} email={email} isNewPerson={isNewPerson} />;
}

function AcceptForm({ token, email, isNewPerson }: { readonly token: string; readonly email: string; readonly isNewPerson: boolean }) {
  const t = useTranslations('auth');
  const trpc = useTRPC();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const accept = useMutation(
    trpc.invitations.accept.mutationOptions({
      onSuccess: async ({ workspaceSlug }) => {
        const next = `/w/${workspaceSlug}`;
        const answer = isNewPerson ? await signInWithPassword(email, password, next) : undefined;
        window.location.assign(answer?.ok === false ? '/sign-in' : next);
      },
    }),
  );
  const isNameMissing = isNewPerson && name.trim() === '';
  const isPasswordShort = isNewPerson && password.length < shortestPassword;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsChecked(true);
    if (!isNameMissing && !isPasswordShort) accept.mutate({ token, ...(isNewPerson ? { name: name.trim(), password } : {}) });
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      {isNewPerson ? (
        <>
          <Field label={t('inviteName')} error={isChecked && isNameMissing ? t('inviteNameMissing') : undefined}>
            {(control) => (
              <Input autoComplete="name" className="h-10" maxLength={100} value={name} onChange={(event) => setName(event.target.value)} {...control} />
            )}
          </Field>
          {/* Password managers learn which address the password belongs to. */}
          <input type="email" autoComplete="username" value={email} readOnly hidden />
          <Field label={t('invitePassword')} hint={t('invitePasswordHint')} error={isChecked && isPasswordShort ? t('invitePasswordShort') : undefined}>
            {(control) => (
              <Input
                type="password"
                autoComplete="new-password"
                className="h-10"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
                {...control}
              />
            )}
          </Field>
        </>
      ) : null}
      {accept.isError ? (
        <p role="alert" className="text-sm text-danger">
          {accept.error.message}
        </p>
      ) : null}
      <Button type="submit" look="primary" size="lg" isBusy={accept.isPending || accept.isSuccess}>
        {t('inviteAccept')}
      </Button>
    </form>
  );
}
