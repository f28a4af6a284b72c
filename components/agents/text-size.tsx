'use client';

import { useTranslations } from 'next-intl';

/** How long a text is, in characters and about how many tokens. */
export function TextSize({ text }: { readonly text: string }) {
  const t = useTranslations('editor');
  return t('count', { characters: text.length, tokens: Math.ceil(text.length / 4) });
}
