'use client';

import { LoaderCircle } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { type AuthProblem, signInWithOneTimeToken } from './auth-client';

/** Uses a one-time link. It runs in the browser so that programs which only look at links do not use them up. */
export function OneTimeSignIn({ token, next }: { readonly token: string; readonly next: string }) {
  const t = useTranslations('auth');
  const wasUsed = useRef(false);
  const [problem, setProblem] = useState<AuthProblem>();
  useEffect(() => {
    if (wasUsed.current) return;
    wasUsed.current = true;
    void signInWithOneTimeToken(token, next).then((answer) => {
      if (answer.ok) window.location.replace(answer.url);
      else setProblem(answer.problem === 'wrong-credentials' ? 'link-used' : answer.problem);
    });
  }, [token, next]);
  if (problem === undefined) {
    return (
      <p role="status" className="flex items-center gap-2 text-base text-ink-soft">
        <LoaderCircle className="size-5 animate-spin" aria-hidden />
        {t('signingIn')}
      </p>
    );
  }
  return (
    <div className="grid justify-items-start gap-4">
      <Notice tone="danger">{t(`problem.${problem}`)}</Notice>
      <Button asChild>
        <Link href="/sign-in">{t('otherWay')}</Link>
      </Button>
    </div>
  );
}
