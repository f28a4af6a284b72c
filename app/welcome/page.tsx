import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { AuthFrame } from '@/components/auth/auth-frame';
import { NewWorkspaceForm } from '@/components/layout/new-workspace-form';
import { ApiProvider } from '@/components/trpc/provider';
import { getSession } from '@/server/auth/session';

/** For someone who is signed in and a member of nothing yet. */
export default async function WelcomePage() {
  if ((await getSession()) === null) redirect('/sign-in?next=/welcome');
  const t = await getTranslations('nav');
  return (
    <ApiProvider>
      <AuthFrame title={t('newWorkspace')} lead={t('newWorkspaceHelp')}>
        <NewWorkspaceForm />
      </AuthFrame>
    </ApiProvider>
  );
}
