'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '../ui/button';

/** What an error boundary shows. `digest` is how the server's log names what happened. */
export function ErrorPage({ digest, onRetry }: { readonly digest: string | undefined; readonly onRetry: () => void }) {
  const t = useTranslations('problem');
  return (
    <div role="alert" className="m-auto grid max-w-md justify-items-center gap-3 px-6 py-16 text-center">
      <h1 className="font-serif text-2xl font-medium">{t('title')}</h1>
      <p className="text-sm text-ink-soft text-pretty">{t('help')}</p>
      {digest === undefined ? null : <p className="font-mono text-xs text-ink-faint">{t('id', { id: digest })}</p>}
      <div className="mt-2 flex gap-2">
        <Button look="primary" onClick={onRetry}>
          {t('retry')}
        </Button>
        <Button asChild>
          <Link href="/">{t('start')}</Link>
        </Button>
      </div>
    </div>
  );
}
