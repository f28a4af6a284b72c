'use client';

import { useTranslations } from 'next-intl';
import type { KeptForm } from './use-kept-form';

/** Says that a form shows what was written before, and lets go of it. */
export function RestoredLine({ form }: { readonly form: Pick<KeptForm<object>, 'isRestored' | 'discard'> }) {
  const t = useTranslations('ui');
  if (!form.isRestored) return null;
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-2 text-xs text-ink-soft">
      {t('restored')}
      <button type="button" className="rounded-sm py-0.5 font-medium text-accent underline underline-offset-3" onClick={form.discard}>
        {t('discard')}
      </button>
    </p>
  );
}
