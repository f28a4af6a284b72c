'use client';

import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Bot } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { useTRPC } from '../trpc/client';
import { usePlaces } from './navigation';
import { useWorkspace } from './workspace-context';

const itemStyle =
  'flex h-10 cursor-pointer items-center gap-2.5 rounded-md px-3 text-sm data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent-ink [&_svg]:size-4 [&_svg]:text-ink-faint';
const headingStyle =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint';

/** Goes to pages and agents by name. Loaded when it is first opened. */
export function CommandPalette({ isOpen, onOpenChange }: { readonly isOpen: boolean; readonly onOpenChange: (isOpen: boolean) => void }) {
  const t = useTranslations('nav');
  const router = useRouter();
  const trpc = useTRPC();
  const { slug, href, may } = useWorkspace();
  const [search, setSearch] = useState('');
  const places = usePlaces().flatMap((group) => group.places);
  const agents = useQuery({ ...trpc.agents.list.queryOptions({ workspace: slug }), enabled: isOpen && may('agents:read') });

  const go = (target: string) => {
    onOpenChange(false);
    setSearch('');
    router.push(target);
  };
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-[rgb(20_22_20/0.42)] animate-appear" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[14vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border bg-surface shadow-high"
        >
          <Radix.Title className="sr-only">{t('palette')}</Radix.Title>
          <Command loop>
            <Command.Input
              value={search}
              onValueChange={setSearch}
              placeholder={t('paletteHint')}
              className="h-13 w-full border-b bg-transparent px-4 text-base outline-none"
            />
            <Command.List className="max-h-80 overflow-y-auto p-2">
              <Command.Empty className="py-8 text-center text-sm text-ink-faint">{t('paletteEmpty')}</Command.Empty>
              <Command.Group heading={t('pages')} className={headingStyle}>
                {places.map(({ name, path, Icon }) => (
                  <Command.Item key={name} value={`page ${name}`} keywords={[t(name)]} onSelect={() => go(href(path))} className={itemStyle}>
                    <Icon aria-hidden />
                    {t(name)}
                  </Command.Item>
                ))}
              </Command.Group>
              {agents.data === undefined || agents.data.items.length === 0 ? null : (
                <Command.Group heading={t('agents')} className={headingStyle}>
                  {agents.data.items.map((agent) => (
                    <Command.Item
                      key={agent.id}
                      value={`agent ${agent.id}`}
                      keywords={[agent.name]}
                      onSelect={() => go(href(`/agents/${agent.id}`))}
                      className={itemStyle}
                    >
                      <Bot aria-hidden />
                      {agent.name}
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
