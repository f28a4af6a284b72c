'use client';

import { Mail } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { type AuthAnswer, type AuthProblem, askForMagicLink, signInWithPassword, startAtService } from './auth-client';

export interface SignInFormProps {
  readonly ways: { readonly email: boolean; readonly google: boolean; readonly github: boolean };
  readonly next: string;
  /** Why an earlier try, at another service or by link, did not work. */
  readonly earlierProblem?: AuthProblem;
  readonly wasLinkSent: boolean;
  readonly email?: string;
}

type Step = 'password' | 'link' | 'google' | 'github';

export function SignInForm({ ways, next, earlierProblem, wasLinkSent, email: knownEmail = '' }: SignInFormProps) {
  const t = useTranslations('auth');
  const [email, setEmail] = useState(knownEmail);
  const [password, setPassword] = useState('');
  const [busyWith, setBusyWith] = useState<Step>();
  const [missing, setMissing] = useState<{ email?: boolean; password?: boolean }>({});
  const [problem, setProblem] = useState(earlierProblem);
  const [sentTo, setSentTo] = useState<string>();

  const run = async (step: Step, act: () => Promise<AuthAnswer>) => {
    setBusyWith(step);
    setProblem(undefined);
    const answer = await act();
    if (!answer.ok) {
      setProblem(answer.problem);
      setBusyWith(undefined);
    } else if (step === 'link') {
      setSentTo(email);
      setBusyWith(undefined);
    } else window.location.assign(answer.url);
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const lacks = { email: !email.includes('@'), password: password === '' };
    setMissing(lacks);
    if (!lacks.email && !lacks.password) void run('password', () => signInWithPassword(email, password, next));
  };
  const sendLink = () => {
    const lacks = { email: !email.includes('@') };
    setMissing(lacks);
    if (!lacks.email) void run('link', () => askForMagicLink(email, next));
  };

  return (
    <div className="grid gap-5">
      {sentTo !== undefined || wasLinkSent ? (
        <Notice title={t('linkSentTitle')}>{sentTo === undefined ? t('linkSent') : t('linkSentTo', { email: sentTo })}</Notice>
      ) : null}
      <form onSubmit={submit} noValidate className="grid gap-4">
        <Field label={t('email')} error={missing.email === true ? t('emailMissing') : undefined}>
          {(control) => (
            <Input type="email" autoComplete="username" className="h-10" value={email} onChange={(event) => setEmail(event.target.value)} {...control} />
          )}
        </Field>
        <Field label={t('password')} error={missing.password === true ? t('passwordMissing') : problem === undefined ? undefined : t(`problem.${problem}`)}>
          {(control) => (
            <Input
              type="password"
              autoComplete="current-password"
              className="h-10"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              {...control}
            />
          )}
        </Field>
        <Button type="submit" look="primary" size="lg" isBusy={busyWith === 'password'}>
          {t('signIn')}
        </Button>
      </form>
      <div className="flex items-center gap-3 text-xs text-ink-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('or')}
      </div>
      <div className="grid gap-2">
        {ways.email ? (
          <Button size="lg" isBusy={busyWith === 'link'} onClick={sendLink}>
            <Mail aria-hidden />
            {t('sendLink')}
          </Button>
        ) : null}
        {ways.google ? (
          <Button size="lg" isBusy={busyWith === 'google'} onClick={() => void run('google', () => startAtService('google', next))}>
            {t('with', { service: 'Google' })}
          </Button>
        ) : null}
        {ways.github ? (
          <Button size="lg" isBusy={busyWith === 'github'} onClick={() => void run('github', () => startAtService('github', next))}>
            {t('with', { service: 'GitHub' })}
          </Button>
        ) : null}
      </div>
      <p className="text-xs text-ink-faint text-pretty">{t('firstTime')}</p>
    </div>
  );
}
