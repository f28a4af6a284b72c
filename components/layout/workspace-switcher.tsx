'use client';

import { Check, ChevronsUpDown, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Avatar } from '../ui/avatar';
import { Dialog, DialogContent } from '../ui/dialog';
import { Dropdown, DropdownContent, DropdownItem, DropdownLabel, DropdownSeparator, DropdownTrigger } from '../ui/dropdown';
import { useWorkspace, type WorkspaceInfo } from './workspace-context';

// What is opened by hand is loaded then.
const NewWorkspaceForm = dynamic(() => import('./new-workspace-form').then((module) => module.NewWorkspaceForm), { loading: () => null });

export function WorkspaceSwitcher({ workspaces }: { readonly workspaces: readonly WorkspaceInfo[] }) {
  const t = useTranslations('nav');
  const { slug, name } = useWorkspace();
  const router = useRouter();
  const [isCreating, setIsCreating] = useState(false);
  return (
    <>
      <Dropdown>
        <DropdownTrigger asChild>
          <button type="button" className="flex h-11 w-full items-center gap-2.5 rounded-md border bg-surface px-2.5 text-left hover:border-edge">
            <Avatar name={name} className="rounded-md" />
            <span className="min-w-0 flex-1 truncate text-sm font-medium">
              {name}
              <span className="sr-only">, {t('switchWorkspace')}</span>
            </span>
            <ChevronsUpDown className="size-4 shrink-0 text-ink-faint" aria-hidden />
          </button>
        </DropdownTrigger>
        <DropdownContent align="start" className="w-60">
          <DropdownLabel>{t('workspaces')}</DropdownLabel>
          {workspaces.map((workspace) => (
            <DropdownItem key={workspace.slug} onSelect={() => router.push(`/w/${workspace.slug}`)}>
              <Avatar name={workspace.name} className="size-6 rounded-md" />
              <span className="min-w-0 flex-1 truncate">{workspace.name}</span>
              {workspace.slug === slug ? <Check aria-hidden /> : null}
            </DropdownItem>
          ))}
          <DropdownSeparator />
          <DropdownItem onSelect={() => setIsCreating(true)}>
            <Plus aria-hidden />
            {t('newWorkspace')}
          </DropdownItem>
        </DropdownContent>
      </Dropdown>
      <Dialog open={isCreating} onOpenChange={setIsCreating}>
        <DialogContent title={t('newWorkspace')} description={t('newWorkspaceHelp')} className="max-w-md">
          <NewWorkspaceForm />
        </DialogContent>
      </Dialog>
    </>
  );
}
