import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { AuthFrame } from '@/components/auth/auth-frame';
import { localPath } from '@/components/auth/local-path';
import { OneTimeSignIn } from '@/components/auth/one-time-sign-in';

export const metadata: Metadata = { referrer: 'no-referrer' };

interface LinkPageProps {
  readonly searchParams: Promise<{ token?: string; next?: string }>;
}

export default async function OneTimeLinkPage({ searchParams }: LinkPageProps) {
  const { token, next } = await searchParams;
  if (token === undefined) redirect('/sign-in');
  const t = await getTranslations('auth');
  return (
    <AuthFrame title={t('linkTitle')} lead={t('linkLead')}>
      <OneTimeSignIn token={token} next={localPath(next)} />
    </AuthFrame>
  );
}
