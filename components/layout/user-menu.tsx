'use client';

import { Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { signOut } from '../auth/auth-client';
import { localeCookie, localeNames, locales } from '../i18n/locales';
import { Avatar } from '../ui/avatar';
import {
  Dropdown,
  DropdownContent,
  DropdownItem,
  DropdownLabel,
  DropdownRadioGroup,
  DropdownRadioItem,
  DropdownSeparator,
  DropdownTrigger,
} from '../ui/dropdown';
import { useWorkspace } from './workspace-context';

const yearSeconds = 365 * 24 * 60 * 60;

export function UserMenu({ onHelp }: { readonly onHelp: () => void }) {
  const t = useTranslations('nav');
  const { person } = useWorkspace();
  const { theme, setTheme } = useTheme();
  const locale = useLocale();
  const router = useRouter();
  const [isLeaving, setIsLeaving] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  const name = person.name ?? person.email;
  const changeLocale = (next: string) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in some browsers we support
    document.cookie = `${localeCookie}=${next}; path=/; max-age=${yearSeconds}; samesite=lax`;
    router.refresh();
  };
  const leave = async () => {
    setIsLeaving(true);
    setHasFailed(false);
    const answer = await finishAndSignOut().catch(() => undefined);
    if (answer?.ok === true) window.location.assign('/sign-in');
    else {
      setIsLeaving(false);
      setHasFailed(true);
    }
  };
  return (
    <>
      {hasFailed ? (
        <p role="alert" className="px-2 pb-1 text-xs text-danger">
          {t('signOutFailed')}
        </p>
      ) : null}
      <Dropdown>
        <DropdownTrigger asChild>
          <button type="button" className="flex h-11 w-full items-center gap-2.5 rounded-md px-2 text-left hover:bg-sunken">
            <Avatar name={name} />
            <span className="grid min-w-0 flex-1">
              <span className="truncate text-sm font-medium">
                {name}
                <span className="sr-only">, {t('userMenu')}</span>
              </span>
              {person.name === null ? null : <span className="truncate text-xs text-ink-faint">{person.email}</span>}
            </span>
          </button>
        </DropdownTrigger>
        <DropdownContent align="start" side="top" className="w-60">
          <DropdownLabel>{t('theme')}</DropdownLabel>
          <DropdownRadioGroup value={theme ?? 'system'} onValueChange={setTheme}>
            <DropdownRadioItem value="system">
              <span className="flex items-center gap-2.5">
                <Monitor aria-hidden />
                {t('themes.system')}
              </span>
            </DropdownRadioItem>
            <DropdownRadioItem value="light">
              <span className="flex items-center gap-2.5">
                <Sun aria-hidden />
                {t('themes.light')}
              </span>
            </DropdownRadioItem>
            <DropdownRadioItem value="dark">
              <span className="flex items-center gap-2.5">
                <Moon aria-hidden />
                {t('themes.dark')}
              </span>
            </DropdownRadioItem>
          </DropdownRadioGroup>
          <DropdownSeparator />
          <DropdownLabel>{t('language')}</DropdownLabel>
          <DropdownRadioGroup value={locale} onValueChange={changeLocale}>
            {locales.map((option) => (
              <DropdownRadioItem key={option} value={option} lang={option}>
                {localeNames[option]}
              </DropdownRadioItem>
            ))}
          </DropdownRadioGroup>
          <DropdownSeparator />
          <DropdownItem onSelect={onHelp}>
            <Keyboard aria-hidden />
            {t('shortcuts')}
          </DropdownItem>
          <DropdownItem disabled={isLeaving} onSelect={() => void leave()}>
            <LogOut aria-hidden />
            {t('signOut')}
          </DropdownItem>
        </DropdownContent>
      </Dropdown>
    </>
  );
}

async function finishAndSignOut(): ReturnType<typeof signOut> {
  const { finishDeleting } = await import('./use-leaving');
  await finishDeleting();
  return signOut();
}
