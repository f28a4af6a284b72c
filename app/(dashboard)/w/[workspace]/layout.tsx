import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Shell } from '@/components/layout/shell';
import { WorkspaceProvider } from '@/components/layout/workspace-context';
import { ApiProvider } from '@/components/trpc/provider';
import { getSession } from '@/server/auth/session';
import { api } from '../../../server-api';

interface WorkspaceLayoutProps {
  readonly params: Promise<{ workspace: string }>;
  readonly children: ReactNode;
}

export async function generateMetadata({ params }: WorkspaceLayoutProps): Promise<Metadata> {
  const { workspace: slug } = await params;
  const session = await getSession();
  if (session === null) return {};
  const workspace = (await (await api()).workspaces.mine()).find((candidate) => candidate.slug === slug);
  return workspace === undefined ? {} : { title: { default: workspace.name, template: `%s · ${workspace.name}` } };
}

export default async function WorkspaceLayout({ params, children }: WorkspaceLayoutProps) {
  const { workspace: slug } = await params;
  const session = await getSession();
  if (session === null) {
    const path = (await headers()).get('x-parley-path') ?? `/w/${slug}`;
    redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  }
  const caller = await api();
  const [mine, person] = await Promise.all([caller.workspaces.mine(), caller.account.get()]);
  const workspaces = mine.map(({ slug: itsSlug, name, role }) => ({ slug: itsSlug, name, role }));
  const current = workspaces.find((workspace) => workspace.slug === slug);
  if (current === undefined) notFound();
  return (
    <ApiProvider>
      <WorkspaceProvider value={{ ...current, person: { name: person.name, email: person.email } }}>
        <Shell workspaces={workspaces}>{children}</Shell>
      </WorkspaceProvider>
    </ApiProvider>
  );
}
