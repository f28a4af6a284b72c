'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { Button } from '../ui/button';

export function AddTagButton(props: ComponentProps<typeof Button>) {
  const t = useTranslations('replay.tags');
  return (
    <Button look="quiet" size="sm" {...props}>
      <Plus aria-hidden />
      {t('add')}
    </Button>
  );
}
