import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AuthFrame } from '@/components/auth/auth-frame';
import { InvitationForm } from '@/components/auth/invitation-form';
import { ApiProvider } from '@/components/trpc/provider';
import { getSession } from '@/server/auth/session';
import { api } from '../../../server-api';

export const metadata: Metadata = { referrer: 'no-referrer' };

export default async function InvitationPage({ params }: { readonly params: Promise<{ token: string }> }) {
  const { token } = await params;
  const t = await getTranslations('auth');
  const caller = await api();
  const invitation = await caller.invitations.read({ token }).catch((error: unknown) => {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'NOT_FOUND') return undefined;
    throw error;
  });
  if (invitation === undefined) {
    return (
      <AuthFrame title={t('inviteGoneTitle')} lead={t('inviteGone')}>
        {null}
      </AuthFrame>
    );
  }
  const role = await getTranslations('role');
  const person = (await getSession()) === null ? undefined : await caller.account.get();
  return (
    <AuthFrame
      title={t('inviteTitle', { workspace: invitation.workspaceName })}
      lead={t('inviteLead', { email: invitation.email, role: role(invitation.role) })}
    >
      <ApiProvider>
        <InvitationForm token={token} email={invitation.email} isNewPerson={invitation.isNewPerson} signedInAs={person?.email} />
      </ApiProvider>
    </AuthFrame>
  );
}
