'use client';

import { Lock } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import type { PlaceName } from './navigation';
import { Page } from './page';
import { useWorkspace } from './workspace-context';

/** What stands in the place of a page that the member's role may not see. */
export function ClosedPlace({ place }: { readonly place: PlaceName }) {
  const t = useTranslations('closedPlace');
  const nav = useTranslations('nav');
  const roles = useTranslations('role');
  const { href, role } = useWorkspace();
  return (
    <Page title={nav(place)}>
      <EmptyState
        title={t('title')}
        description={t('help', { role: roles(role) })}
        picture={<Lock aria-hidden />}
        action={
          <>
            <Button asChild>
              <Link href={href('/settings/members')}>{t('members')}</Link>
            </Button>
            <Button asChild look="quiet">
              <Link href={href('')}>{t('home')}</Link>
            </Button>
          </>
        }
      />
    </Page>
  );
}
