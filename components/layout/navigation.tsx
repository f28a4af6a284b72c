'use client';

import {
  AudioLines,
  BookOpen,
  Bot,
  Cable,
  ChartSpline,
  FlaskConical,
  House,
  KeyRound,
  Radio,
  ScrollText,
  ShieldCheck,
  UserRound,
  UsersRound,
  Variable,
  Webhook,
  Wrench,
} from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { Permission } from '@/server/contracts/roles';
import { cn } from '../ui/cn';
import { IntentLink } from './intent-link';
import { useWorkspace } from './workspace-context';

const groups = [
  {
    name: undefined,
    places: [
      { name: 'home', path: '', Icon: House, needs: undefined },
      { name: 'agents', path: '/agents', Icon: Bot, needs: 'agents:read' },
      { name: 'knowledge', path: '/knowledge', Icon: BookOpen, needs: 'knowledge:read' },
      { name: 'tools', path: '/tools', Icon: Wrench, needs: 'tools:read' },
      { name: 'tests', path: '/tests', Icon: FlaskConical, needs: 'agents:read' },
      { name: 'conversations', path: '/conversations', Icon: AudioLines, needs: 'conversations:read' },
      { name: 'live', path: '/live', Icon: Radio, needs: 'conversations:read' },
      { name: 'analytics', path: '/analytics', Icon: ChartSpline, needs: 'conversations:read' },
    ],
  },
  {
    name: 'settings',
    places: [
      { name: 'members', path: '/settings/members', Icon: UsersRound, needs: 'members:read' },
      { name: 'apiKeys', path: '/settings/api-keys', Icon: KeyRound, needs: 'api-keys:read' },
      { name: 'providers', path: '/settings/providers', Icon: Cable, needs: 'credentials:read' },
      { name: 'environment', path: '/settings/environment', Icon: Variable, needs: 'tools:read' },
      { name: 'webhooks', path: '/settings/webhooks', Icon: Webhook, needs: 'webhooks:read' },
      { name: 'privacy', path: '/settings/privacy', Icon: ShieldCheck, needs: 'workspace:read' },
      { name: 'auditLog', path: '/settings/audit-log', Icon: ScrollText, needs: 'audit-log:read' },
      { name: 'account', path: '/settings/account', Icon: UserRound, needs: undefined },
    ],
  },
] as const;

export type PlaceName = (typeof groups)[number]['places'][number]['name'];

/** The places this member may go to, for the sidebar and the palette. */
export function usePlaces() {
  const { may } = useWorkspace();
  const isOpen = (needs: Permission | undefined) => needs === undefined || may(needs);
  return groups.map((group) => ({ name: group.name, places: group.places.filter((place) => isOpen(place.needs)) }));
}

/** The place that the page shown belongs to, when the member may not see it. */
export function useClosedPlace(): PlaceName | undefined {
  const { may, href } = useWorkspace();
  const pathname = usePathname();
  const place = groups.flatMap((group) => [...group.places]).find(({ path }) => path !== '' && pathname.startsWith(href(path)));
  return place?.needs === undefined || may(place.needs) ? undefined : place.name;
}

export function Navigation({ onNavigate }: { readonly onNavigate?: () => void }) {
  const t = useTranslations('nav');
  const { href } = useWorkspace();
  const pathname = usePathname();
  return (
    <nav aria-label={t('label')} className="grid gap-5">
      {usePlaces().map((group) => (
        <div key={group.name ?? 'main'} className="grid gap-0.5">
          {group.name === undefined ? null : <p className="px-2.5 pb-1 text-xs text-ink-faint">{t(group.name)}</p>}
          {group.places.map(({ name, path, Icon }) => {
            const target = href(path);
            const isHere = path === '' ? pathname === target : pathname.startsWith(target);
            return (
              <IntentLink
                key={name}
                href={target}
                aria-current={isHere ? 'page' : undefined}
                {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
                className={cn(
                  'flex h-8.5 items-center gap-2.5 rounded-md px-2.5 text-sm text-ink-soft transition-colors hover:bg-sunken hover:text-ink',
                  isHere && 'bg-accent-soft font-medium text-accent-ink hover:bg-accent-soft hover:text-accent-ink',
                )}
              >
                <Icon className="size-4 shrink-0" aria-hidden />
                {t(name)}
              </IntentLink>
            );
          })}
        </div>
      ))}
    </nav>
  );
}
