'use client';

import { Menu, Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { useLiveChanges } from '../live/use-live-changes';
import { Button } from '../ui/button';
import { Dialog, DialogTrigger, SheetContent } from '../ui/dialog';
import { Kbd } from '../ui/kbd';
import { ClosedPlace } from './closed-place';
import { Navigation, useClosedPlace } from './navigation';
import { useShortcuts } from './use-shortcuts';
import { UserMenu } from './user-menu';
import { Wordmark } from './wordmark';
import { useWorkspace, type WorkspaceInfo } from './workspace-context';
import { WorkspaceSwitcher } from './workspace-switcher';

const ShortcutsDialog = dynamic(() => import('./shortcuts-dialog').then((module) => module.ShortcutsDialog), { ssr: false });
const CommandPalette = dynamic(() => import('./command-palette').then((module) => module.CommandPalette), { ssr: false });

export function Shell({ workspaces, children }: { readonly workspaces: readonly WorkspaceInfo[]; readonly children: ReactNode }) {
  const t = useTranslations('nav');
  const { href } = useWorkspace();
  const closed = useClosedPlace();
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const palette = usePalette();
  const [help, setHelp] = useState<'never' | 'open' | 'closed'>('never');
  const search = () => {
    setIsMenuOpen(false);
    palette.setIsOpen(true);
  };
  const showHelp = () => {
    setIsMenuOpen(false);
    setHelp('open');
  };
  useShortcuts({ onHelp: showHelp, onSearch: search });
  useLiveChanges();
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a href="#main" className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2">
        {t('skip')}
      </a>
      <aside className="sticky top-0 hidden h-dvh border-r lg:block">
        <Sidebar workspaces={workspaces} onSearch={search} onHelp={showHelp} />
      </aside>
      <div className="flex min-h-dvh min-w-0 flex-col">
        <header className="sticky top-0 z-30 flex h-13 items-center justify-between border-b bg-paper px-3 lg:hidden">
          <Dialog open={isMenuOpen} onOpenChange={setIsMenuOpen}>
            <DialogTrigger asChild>
              <Button look="quiet" size="icon" aria-label={t('openMenu')}>
                <Menu aria-hidden />
              </Button>
            </DialogTrigger>
            <SheetContent side="left" title={t('label')} hasHiddenTitle className="w-72">
              <Sidebar workspaces={workspaces} onSearch={search} onHelp={showHelp} onNavigate={() => setIsMenuOpen(false)} />
            </SheetContent>
          </Dialog>
          <Link href={href('')}>
            <Wordmark className="text-lg" />
          </Link>
          <Button look="quiet" size="icon" aria-label={t('search')} onClick={search}>
            <Search aria-hidden />
          </Button>
        </header>
        <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          {closed === undefined ? children : <ClosedPlace place={closed} />}
        </main>
      </div>
      {help === 'never' ? null : <ShortcutsDialog isOpen={help === 'open'} onOpenChange={(isOpen) => setHelp(isOpen ? 'open' : 'closed')} />}
      {palette.wasOpened ? <CommandPalette isOpen={palette.isOpen} onOpenChange={palette.setIsOpen} /> : null}
    </div>
  );
}

/** The palette opens and closes on ⌘K or Ctrl+K; until it first does, nothing of it is loaded. */
function usePalette() {
  const [isOpen, setIsOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  if (isOpen && !wasOpened) setWasOpened(true);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setIsOpen((wasOpen) => !wasOpen);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return { isOpen, setIsOpen, wasOpened };
}

function Sidebar({
  workspaces,
  onSearch,
  onHelp,
  onNavigate,
}: {
  readonly workspaces: readonly WorkspaceInfo[];
  readonly onSearch: () => void;
  readonly onHelp: () => void;
  readonly onNavigate?: () => void;
}) {
  const t = useTranslations('nav');
  const { href } = useWorkspace();
  return (
    <div className="flex h-full flex-col gap-4 p-3.5">
      <Link href={href('')} className="self-start rounded-sm px-1 py-1" {...(onNavigate === undefined ? {} : { onClick: onNavigate })}>
        <Wordmark className="text-xl" />
      </Link>
      <WorkspaceSwitcher workspaces={workspaces} />
      <button
        type="button"
        onClick={onSearch}
        className="flex h-8.5 items-center gap-2.5 rounded-md px-2.5 text-sm text-ink-faint hover:bg-sunken hover:text-ink"
      >
        <Search className="size-4" aria-hidden />
        <span className="flex-1 text-left">{t('search')}</span>
        <Kbd>⌘K</Kbd>
      </button>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Navigation {...(onNavigate === undefined ? {} : { onNavigate })} />
      </div>
      <UserMenu onHelp={onHelp} />
    </div>
  );
}
