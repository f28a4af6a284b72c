'use client';

import { useTranslations } from 'next-intl';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';

/** A part of a page that could not be loaded, with its reason and a way to try again. */
export function Failure({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  const t = useTranslations('problem');
  return (
    <Notice
      tone="danger"
      title={t('loadFailed')}
      action={
        <Button size="sm" onClick={onRetry}>
          {t('retry')}
        </Button>
      }
    >
      {message}
    </Notice>
  );
}
