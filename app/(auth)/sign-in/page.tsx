import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { authProblem } from '@/components/auth/auth-client';
import { AuthFrame } from '@/components/auth/auth-frame';
import { localPath } from '@/components/auth/local-path';
import { SignInForm } from '@/components/auth/sign-in-form';
import { getSession, signInWays } from '@/server/auth/session';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth'))('title') };
}

interface SignInPageProps {
  readonly searchParams: Promise<{ next?: string; callbackUrl?: string; error?: string; sent?: string; email?: string }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next: wanted, callbackUrl, error, sent, email } = await searchParams;
  const next = localPath(wanted ?? callbackUrl);
  if ((await getSession()) !== null) redirect(next);
  const t = await getTranslations('auth');
  return (
    <AuthFrame title={t('title')} lead={t('lead')}>
      <SignInForm
        ways={signInWays()}
        next={next}
        wasLinkSent={sent !== undefined}
        {...(error === undefined ? {} : { earlierProblem: authProblem(error) })}
        {...(email === undefined ? {} : { email })}
      />
    </AuthFrame>
  );
}
